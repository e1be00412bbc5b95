import { gateOf } from '../results/gate.ts';
import type { RunReport } from '../results/report.ts';
import { type BaselineFile, readBaseline } from './settings/baseline-file.ts';

export interface GateOptions {
  /** Let an entry be whose rule no longer fails; false when absent. */
  readonly allowStale?: boolean | undefined;
}

/**
 * The report with its gate: what the run came to against a baseline, which then decides `exitCodeOf` in place of the verdict.
 * @param baseline the path of a .yaml, .yml or .json file, or what was read from one
 * @throws TypeError with all that is wrong with the file
 */
export function gated(
  report: RunReport,
  baseline: string | BaselineFile,
  { allowStale = false }: GateOptions = {},
): RunReport {
  const file = typeof baseline === 'string' ? readBaseline(baseline) : baseline;
  if ('mistakes' in file) throw new TypeError(file.mistakes.join('\n'));
  const today = new Date().toISOString().slice(0, 10);
  return { ...report, gate: gateOf(report, file.baseline, { path: file.path, allowStale, today }) };
}
