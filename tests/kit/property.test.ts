import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../client/exchange.ts';
import { Inconclusive, Violation } from '../../kit/outcome.ts';
import { asciiSource, runProperty } from '../../kit/property.ts';

const signal = new AbortController().signal;
const settings = (seed: number, cases = 100) => ({ seed, cases, signal });
/** What shows it is no matter of the property. */
const shown = [{ ending: 'answered' } as Exchange] as const;
const tooBig = (value: number) => new Violation('a small number', String(value), shown);

async function violationOf(run: Promise<void>): Promise<Violation> {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Violation)) throw new Error(`no violation: ${error}`);
  return error;
}

describe('a property over the network', () => {
  it.each([1, 2, 3, 42, -7])('fails as a sequential run of fast-check does (seed %i)', async (seed) => {
    const arbitrary = fc.array(fc.nat(1000), { maxLength: 6 });
    const holds = (values: number[]) => values.reduce((sum, value) => sum + value, 0) < 1500;
    const sequential = fc.check(fc.property(arbitrary, holds), { seed, numRuns: 100 });
    const violation = await violationOf(
      runProperty(
        {
          arbitrary,
          async check(values) {
            // Later cases end first, so that order of completion and order of cases differ.
            await sleep(Math.max(0, 5 - values.length));
            if (!holds(values)) throw tooBig(values.length);
          },
        },
        settings(seed),
      ),
    );
    const { counterexample } = violation;
    expect(counterexample?.value).toBe(asciiSource(sequential.counterexample?.[0]));
    expect(counterexample?.path).toBe(sequential.counterexamplePath);
    expect(counterexample?.shrinks).toBe(sequential.numShrinks);
    expect(counterexample?.shrinkingCutShort).toBe(false);
    const replayed = fc.check(fc.property(arbitrary, holds), {
      seed,
      path: counterexample?.path ?? '',
      endOnFailure: true,
    });
    expect(replayed.counterexample).toEqual(sequential.counterexample);
  });

  it('runs every case, 16 at a time', async () => {
    let running = 0;
    let most = 0;
    const seen: number[] = [];
    await runProperty(
      {
        arbitrary: fc.nat(),
        async check(value) {
          running += 1;
          most = Math.max(most, running);
          await sleep(1);
          seen.push(value);
          running -= 1;
        },
      },
      settings(5, 200),
    );
    expect(seen).toHaveLength(200);
    expect(most).toBe(16);
  });

  it('prepares all values together, and each shrunk one by itself', async () => {
    const batches: number[] = [];
    const violation = await violationOf(
      runProperty(
        {
          arbitrary: fc.nat(10_000),
          prepare: async (values) => {
            batches.push(values.length);
            return values.map((value) => `prepared ${value}`);
          },
          async check(value, prepared: string) {
            expect(prepared).toBe(`prepared ${value}`);
            if (value >= 100) throw tooBig(value);
          },
        },
        settings(3, 50),
      ),
    );
    expect(batches[0]).toBe(50);
    expect(batches.slice(1).every((size) => size === 1)).toBe(true);
    expect(violation.counterexample?.value).toBe('100');
  });

  it.each([
    ['a value that was shrunk', 50, /:/],
    ['an example', 5000, /^1$/],
    ['a generated value behind examples', 5, /^\d{1,2}$/],
  ] as const)('goes straight to %s by its path', async (_what, least, path) => {
    const tried: number[] = [];
    const property = {
      arbitrary: fc.nat(10_000).filter((value) => least !== 5 || value % 2 === 0),
      examples: least === 5000 ? [1, 9000, 3] : [1, 3],
      prepare: async (values: readonly number[]) => values,
      async check(value: number, prepared: number) {
        expect(prepared).toBe(value);
        tried.push(value);
        // Nothing smaller than the generated value fails, so that its path is the number of its case.
        if (least === 5 ? value === tried[2] : value >= least) throw tooBig(value);
      },
    };
    const { counterexample } = await violationOf(runProperty(property, settings(4, 40)));
    expect(counterexample?.path).toMatch(path);
    const failed = tried[2];
    tried.length = 0;
    if (least === 5) tried.push(0, 0, failed as number);
    const again = runProperty(property, { ...settings(4, 40), path: counterexample?.path });
    const violation = await violationOf(again);
    expect(tried.slice(least === 5 ? 3 : 0)).toEqual([Number(counterexample?.value)]);
    expect(violation.counterexample).toMatchObject({
      value: counterexample?.value,
      path: counterexample?.path,
    });
  });

  it('passes when the value of the path passes, and is inconclusive when nothing is learned of it', async () => {
    const tried: number[] = [];
    const check = async (value: number) => {
      tried.push(value);
      if (value === 7) throw new Inconclusive('unknown');
    };
    const arbitrary = fc.nat(10_000);
    await runProperty({ arbitrary, check }, { ...settings(4), path: '3:0' });
    expect(tried).toHaveLength(1);
    const onExample = runProperty({ arbitrary, examples: [5, 7], check }, { ...settings(4), path: '1' });
    await expect(onExample).rejects.toThrow(Inconclusive);
  });

  it('is inconclusive when a case is, unless another violates', async () => {
    const check = async (value: number) => {
      if (value % 2) throw new Inconclusive('odd');
    };
    await expect(runProperty({ arbitrary: fc.nat(), check }, settings(1))).rejects.toThrow(Inconclusive);
  });

  it('does not call a value a counterexample of which nothing was learned', async () => {
    const violation = await violationOf(
      runProperty(
        {
          arbitrary: fc.nat(10_000),
          async check(value) {
            if (value >= 5000) throw tooBig(value);
            if (value >= 100) throw new Inconclusive('unknown');
          },
        },
        settings(8),
      ),
    );
    expect(violation.counterexample?.value).toBe('5000');
  });

  it('tries the examples beside the generated cases, and tells a failing one as it is', async () => {
    const seen: number[] = [];
    const check = async (value: number) => {
      seen.push(value);
      if (value === 70_000) throw tooBig(value);
    };
    const property = { arbitrary: fc.nat(100), examples: [7, 70_000], check };
    const violation = await violationOf(runProperty(property, settings(1)));
    expect(violation.counterexample).toMatchObject({ value: '70000', path: '1', shrinks: 0 });
    expect(seen).toContain(7);
    seen.length = 0;
    await runProperty({ ...property, examples: [7, 8] }, settings(1, 50));
    expect(seen).toHaveLength(52);
  });

  it('is inconclusive when a request was left open once, and answered when it was sent again', async () => {
    let left = 1;
    const open = {
      label: '',
      request: {},
      ending: 'open',
      failure: '',
      sentAt: 0,
      endedAt: 1,
    } as unknown as Exchange;
    const check = async (value: number) => {
      if (value > 100 && left-- > 0) throw new Violation('an answer', 'none', [open]);
    };
    await expect(runProperty({ arbitrary: fc.nat(), check }, settings(1))).rejects.toThrow(Inconclusive);
    left = 1;
    const withExample = { arbitrary: fc.nat(9), examples: [101], check };
    await expect(runProperty(withExample, settings(1))).rejects.toThrow(Inconclusive);
    left = 2;
    expect((await violationOf(runProperty(withExample, settings(1)))).counterexample?.value).toBe('101');
  });

  describe('tries a case again that is answered 5xx, as an SDK would', () => {
    const failing = { ending: 'answered', answer: { status: 500, headers: [], body: new Uint8Array() } };
    const accident = () => new Violation('a fault', 'HTTP 500', [failing as unknown as Exchange]);
    /** The first so many polls of each value above 100 are answered 500. */
    const failingFirst = (times: number) => {
      const seen = new Map<number, number>();
      return async (value: number) => {
        seen.set(value, (seen.get(value) ?? 0) + 1);
        if (value > 100 && (seen.get(value) ?? 0) <= times) throw accident();
      };
    };

    it('which passes when one of three tries does, each prepared anew', async () => {
      const prepared: (readonly number[])[] = [];
      const prepare = async (values: readonly number[]) => {
        prepared.push(values);
        return values;
      };
      const property = { arbitrary: fc.nat(9), examples: [200], prepare, check: failingFirst(2) };
      await runProperty(property, settings(1, 3));
      expect(prepared.slice(1)).toEqual([[200], [200]]);
    });

    it('which fails when none does', async () => {
      const property = { arbitrary: fc.nat(9), examples: [200], check: failingFirst(3) };
      const violation = await violationOf(runProperty(property, settings(1, 3)));
      expect(violation.observed).toBe('HTTP 500');
      expect(violation.counterexample?.value).toBe('200');
    });

    it('and takes no accident for a smaller counterexample', async () => {
      const isAccident = failingFirst(1);
      const check = async (value: number) => {
        if (value > 1000) throw tooBig(value);
        await isAccident(value);
      };
      const property = { arbitrary: fc.nat(), check };
      expect((await violationOf(runProperty(property, settings(1)))).counterexample?.value).toBe('1001');
    });
  });

  it('says so when a value fails only once', async () => {
    let left = 1;
    const check = async (value: number) => {
      if (value > 100 && left-- > 0) throw tooBig(value);
    };
    const violation = await violationOf(runProperty({ arbitrary: fc.nat(), check }, settings(1)));
    expect(violation.observed).toMatch(/once: the same value did not fail/);
    expect(violation.counterexample?.shrinkingCutShort).toBe(false);
  });

  it('says so when shrinking is cut short', { timeout: 30_000 }, async () => {
    const violation = await violationOf(
      runProperty(
        {
          arbitrary: fc.nat(),
          async check(value) {
            await sleep(value > 100 ? 4000 : 0);
            if (value > 100) throw tooBig(value);
          },
        },
        settings(1, 2),
      ),
    );
    expect(violation.counterexample?.shrinkingCutShort).toBe(true);
  });
});

describe('a value as source', () => {
  it('is ASCII, and cut when long', () => {
    expect(asciiSource('é\u202e\n')).toBe('"\\u00e9\\u202e\\n"');
    expect(asciiSource('x'.repeat(5000))).toMatch(/… \(5002 characters\)$/);
  });
});
