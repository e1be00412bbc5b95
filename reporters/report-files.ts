/** The reporters that write a file, and the file of each. */
export const reportFiles = {
  json: 'results.json',
  junit: 'junit.xml',
  html: 'index.html',
  markdown: 'summary.md',
} as const;

export type FileReporter = keyof typeof reportFiles;
export const fileReporters = Object.keys(reportFiles) as FileReporter[];

/** All but Markdown, which is for the summary of a CI job. */
export const usualFileReporters: readonly FileReporter[] = ['json', 'junit', 'html'];
