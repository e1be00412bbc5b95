import { byOperation, type OperationGroup } from '../results/by-operation.ts';
import { isNotChosen } from '../results/not-chosen.ts';
import type { RunReport } from '../results/report.ts';
import type { RuleResult } from '../results/rule.ts';
import { shortened, visibleLine } from '../results/visible.ts';
import { conformance, plural } from './words.ts';

/** An operation of which a rule was to be run, with what it came to. */
export type JudgedOperation = OperationGroup<RuleResult> & RunReport['summary']['operations'][number];

export interface Operations {
  readonly judged: readonly JudgedOperation[];
  /** Those of which no rule was to be run: one line each is enough. */
  readonly others: readonly OperationGroup<RuleResult>[];
}

/** The operations of a report, in the order of its rules. */
export function operationsOf({ rules, summary }: RunReport): Operations {
  const groups = byOperation(rules);
  const judged = groups.flatMap((group) => {
    const came = summary.operations.find(({ name }) => name === group.name);
    return came ? [{ ...group, ...came }] : [];
  });
  return { judged, others: groups.filter(({ name }) => !judged.some((each) => each.name === name)) };
}

/** The verdict of one operation as one sentence, as the run's own is written. */
export function operationSentence({ rules, verdict }: JudgedOperation, { run }: RunReport): string {
  const part = rules.some(isNotChosen) ? ' (in part)' : '';
  if (verdict === 'unusable') return `No verdict${part}: the target became unusable.`;
  return conformance({ rules, verdict, failOn: run.failOn, part });
}

/** A name as a heading or a cell has it: results may come from anywhere. */
export function operationName({ name }: Pick<OperationGroup<RuleResult>, 'name'>): string {
  return shortened(visibleLine(name), 60);
}

/** "PollForActivityTask", "3 operations": what a report is about. */
export function subject(operations: readonly Pick<OperationGroup<RuleResult>, 'name'>[]): string {
  if (operations.length === 0) return 'no operation';
  if (operations.length > 3) return plural(operations.length, 'operation');
  const names = operations.map(operationName);
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part).join(' and ');
}
