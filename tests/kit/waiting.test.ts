import { expect, it } from 'vitest';
import type { Exchange } from '../../client/exchange.ts';
import type { Fixture } from '../../kit/fixture.ts';
import { Inconclusive, Violation } from '../../kit/outcome.ts';
import { withinHold } from '../../kit/waiting.ts';

const fixture = { holdMs: 1000 } as Fixture;

/** A request that was open for the hold. */
function held(operation: string, label: string): Exchange {
  return {
    operation,
    client: 'wire',
    label,
    request: { method: 'POST', path: '/', headers: [], body: new Uint8Array() },
    ending: 'answered',
    answer: { status: 200, headers: [], body: Buffer.from('{}') },
    failure: '',
    sentAt: 0,
    endedAt: 1000,
  };
}

it('a hold that was over before the story is told by the operation, not by the label', async () => {
  const story = (exchange: Exchange) => () =>
    withinHold(fixture, 'PollForActivityTask', async () => {
      throw new Violation('a task', 'none', [exchange]);
    });
  await expect(story(held('PollForActivityTask', 'a request'))).rejects.toThrow(Inconclusive);
  await expect(story(held('DescribeDomain', 'PollForActivityTask'))).rejects.toThrow(Violation);
});
