import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { Mutant, Variant } from '../../reference/mutants/mutant.ts';
import { rules } from '../../suites/index.ts';
import { areaOf, type Rule } from '../../suites/rule.ts';
import { mutantProblems, type Problem, type Seen, variantProblems, wholeRunProblems } from './judge.ts';
import type { Job } from './worker.ts';

/** Threads that check servers: each is busy with both ends of every exchange, and something must be left for the machine. */
const threads = Math.max(1, availableParallelism() - 1);

/** A few rules, which mostly wait, bear company; a whole run does not. More make a matter of load of the bounds in the rules. */
const atOnce = { declared: 2, whole: 1 };

const everyRule = rules.map(({ id }) => id);

export interface Row {
  readonly server: string;
  readonly seen: readonly Seen[];
  readonly problems: readonly Problem[];
}

/** Checks servers on threads of its own; close it at the end. */
export class Matrix {
  readonly #declared = pool(atOnce.declared);
  readonly #whole = pool(atOnce.whole);
  #plain: Promise<readonly Seen[]> | undefined;

  /** How many servers are checked side by side. */
  static readonly capacity = { declared: threads * atOnce.declared, whole: threads * atOnce.whole };

  /** A mutant against the rules that it breaks and all others of the first one's area. */
  async mutant(mutant: Mutant): Promise<Row> {
    const [first = ''] = mutant.breaks;
    const isNear = (rule: Rule) => areaOf(rule) === areaOf({ id: first });
    const ids = rules.filter((rule) => isNear(rule) || mutant.breaks.includes(rule.id)).map(({ id }) => id);
    const seen = await this.#declared.run({ server: mutant.name, ids });
    return { server: mutant.name, seen, problems: mutantProblems(mutant, seen, await this.plain()) };
  }

  /** A mutant against every rule. */
  async wholeRun(mutant: Mutant): Promise<Row> {
    const seen = await this.#whole.run({ server: mutant.name, ids: everyRule });
    return { server: mutant.name, seen, problems: wholeRunProblems(mutant, seen, await this.plain()) };
  }

  /** A variant against every rule. */
  async variant(variant: Variant): Promise<Row> {
    const seen = await this.#whole.run({ server: variant.name, ids: everyRule });
    return { server: variant.name, seen, problems: variantProblems(variant, seen) };
  }

  /** What the INFO rules say of the plain reference server. */
  plain(): Promise<readonly Seen[]> {
    const ids = rules.filter(({ level }) => level === 'info').map(({ id }) => id);
    this.#plain ??= this.#whole.run({ ids });
    return this.#plain;
  }

  async close(): Promise<void> {
    await Promise.all([this.#declared.destroy(), this.#whole.destroy()]);
  }
}

function pool(concurrentTasksPerWorker: number): Piscina<Job, Seen[]> {
  const filename = new URL('./worker.ts', import.meta.url).href;
  return new Piscina({
    filename,
    minThreads: 0,
    maxThreads: threads,
    concurrentTasksPerWorker,
    idleTimeout: 1000,
  });
}
