import { type OperationSuite, type RuleDefinition, rulesOf } from '../../kit/rule.ts';

/** In place of suites/index.ts: two operations that share rules' names, as the two polls do. */
export function twoOperations() {
  const define = (id: string): RuleDefinition => ({
    id,
    level: 'must',
    evidence: ['doc'],
    says: 'It holds.',
    citation: { source: 'a page', quote: 'a quote' },
    fix: 'Mend it.',
    check: async () => {},
  });
  const suite = (name: string, slug: string, ...ids: string[]): OperationSuite => ({
    operation: { name, slug },
    rules: ids.map(define),
  });
  const suites = [
    suite('PollForActivityTask', 'poll-for-activity-task', 'hold.full', 'hold.maximum', 'history.identity'),
    suite('PollForDecisionTask', 'poll-for-decision-task', 'hold.full', 'pages.order'),
  ];
  return { operations: suites.map(({ operation }) => operation), rules: suites.flatMap(rulesOf) };
}
