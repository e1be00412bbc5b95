import type { Shard } from '../results/shard.ts';

/** The reporters that write a file, and the file of each. */
export const reportFiles = {
  json: 'results.json',
  junit: 'junit.xml',
  html: 'index.html',
  markdown: 'summary.md',
} as const;

/** The file of a part of a run, which `merge` reads; beside the reports about it. */
export function shardFile({ index, count }: Shard): string {
  return `shard-${index}-of-${count}.json`;
}

export type FileReporter = keyof typeof reportFiles;
export const fileReporters = Object.keys(reportFiles) as FileReporter[];

/** All but Markdown, which is for the summary of a CI job. */
export const usualFileReporters: readonly FileReporter[] = ['json', 'junit', 'html'];
