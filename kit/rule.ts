import type { Citation, Evidence, Level } from '../results/rule.ts';
import type { Fixture } from './fixture.ts';
import type { Observed } from './observed.ts';
import type { OperationName } from './operation.ts';
import type { Property } from './property.ts';

/** What a check is given. */
export interface RuleContext {
  /** The rule's fixture on the target: all that it sends goes through here. */
  readonly target: Fixture;
  /** Where the rule says what it expects of what it has seen. */
  readonly observed: Observed;
  /** Checks something for `--cases` generated values; see Property. */
  property<Value, Prepared = undefined>(property: Property<Value, Prepared>): Promise<void>;
  /** What an INFO rule found, or what a passing rule adds: one line. */
  report(message: string): void;
  /** A number that was measured. */
  figure(name: string, value: number, unit: string): void;
}

/**
 * - `connection`: HTTP as bytes on a connection, which a mock in this process has not;
 * - `authentication`: that it checks signatures and permissions, which somebody has to say;
 * - `limits`: that somebody wants its limits met, which takes many polls;
 * - `second region`: that it serves one beside its own; whether it does is for the rule to find out.
 */
export type Requirement = 'connection' | 'authentication' | 'limits' | 'second region';

/** One thing that the documentation promises of an operation, and how it is seen to hold. */
export interface RuleDefinition {
  /** `area.name` within its operation; never renamed and never reused once published. */
  readonly id: string;
  readonly level: Level;
  readonly evidence: readonly Evidence[];
  /** What holds, in one sentence: the report's title for the rule. */
  readonly says: string;
  readonly citation: Citation;
  /** What to change in a server that breaks it. */
  readonly fix: string;
  /** What the target must have, or be said to have, for the rule to be judged on it; else it is skipped. */
  readonly requires?: readonly Requirement[];
  /** It keeps so many polls open that others would feel it: run when all others have ended, by itself. */
  readonly alone?: true;
  /**
   * Observes the target. Throws Violation (by way of `observed`) when the rule is broken, Inconclusive or SetupFailed when
   * nothing was learned, NotApplicable when the target lacks what the rule is about; returning without an observation is inconclusive too.
   */
  check(context: RuleContext): Promise<void>;
}

/** A rule among those of all operations. */
export interface Rule extends RuleDefinition {
  /** `operation.area.name`, such as `poll-for-activity-task.hold.full`. */
  readonly id: string;
  /** As the API names it. */
  readonly operation: string;
  /** The middle part of its id. */
  readonly area: string;
}

/** An operation and what is promised of it. */
export interface OperationSuite {
  readonly operation: OperationName;
  readonly rules: readonly RuleDefinition[];
}

/** The rules of an operation, under the ids that everybody else knows them by. */
export function rulesOf({ operation, rules }: OperationSuite): Rule[] {
  return rules.map((definition) => {
    const area = definition.id.slice(0, definition.id.indexOf('.'));
    return { ...definition, id: `${operation.slug}.${definition.id}`, operation: operation.name, area };
  });
}

/** A page of the API reference. */
export function apiReference(page: string, quote: string): Citation {
  return { source: `${page}, Amazon SWF API Reference`, quote };
}

/** The published API model, version 2012-01-25; the quote names the member and its constraint. */
export function model(quote: string): Citation {
  return { source: 'Amazon SWF API model 2012-01-25', quote };
}

/** The developer guide. */
export function developerGuide(quote: string): Citation {
  return { source: 'Amazon SWF Developer Guide', quote };
}

/** What was recorded on the live service, or (LIKE) on another service of the protocol family. */
export function recorded(source: string, quote: string): Citation {
  return { source, quote };
}
