import type fc from 'fast-check';
import type { Invalid } from '../../generators/index.ts';
import type { Expected } from '../../kit/observed.ts';
import type { Operation } from '../../kit/operation.ts';
import type { RuleContext } from '../../kit/rule.ts';
import { acceptanceMs, refusalMs } from './mistakes.ts';

/**
 * So many twins are seen accepted, and so many of the examples, which are all of a kind: enough to unmask a target that
 * refuses everything, few enough to be cheap.
 */
const twins = { generated: 8, examples: 4 };

/** What a rule says of every request whose one member is invalid. */
export interface Refusal {
  readonly member: 'domain' | 'taskList' | 'identity';
  readonly invalid: fc.Arbitrary<Invalid<string, object>>;
  readonly expected: Expected;
  /** At most so many cases, where the arbitrary has only a few values. */
  readonly cases?: number;
  /** What every run tries besides, and first. Only their twins are seen accepted then: each is to be plain. */
  readonly examples?: readonly Invalid<string, object>[];
}

/**
 * Every request is refused, and the valid twins of the first ones are accepted. All of it goes to the domain in which
 * nothing is ever scheduled, since generated names are not ours alone.
 */
export async function everyRefused(
  context: RuleContext,
  operation: Operation,
  { member, invalid, expected, cases, examples }: Refusal,
): Promise<void> {
  const { target, observed, property } = context;
  const valid = await operation.validRequest(target, await target.quietDomain());
  const others = Object.fromEntries(Object.entries(valid).filter(([name]) => name !== member));
  let accepted: Promise<unknown> | undefined;
  const seeAccepted = async (twin: object) => {
    // Among hundreds of cases a refusal may be slow, and what is slow would count as accepted.
    const deadlineMs = 2 * acceptanceMs(target, operation);
    observed.accepted(operation, await target.call(operation.name, { ...others, ...twin }, { deadlineMs }));
  };
  await property({
    arbitrary: invalid,
    show: ({ members }) => members,
    ...(cases !== undefined && { cases }),
    ...(examples && { examples }),
    async prepare(values) {
      const count = examples ? Math.min(examples.length, twins.examples) : twins.generated;
      accepted ??= Promise.all(values.slice(0, count).map(({ twin }) => seeAccepted(twin)));
      // A twin that was not accepted is told at the end, unless a case has violated the rule before.
      accepted.catch(() => {});
      return [];
    },
    async check({ members }) {
      const body = { ...others, ...members };
      observed.refused(await target.call(operation.name, body, { deadlineMs: refusalMs }), expected);
    },
  });
  await accepted;
}
