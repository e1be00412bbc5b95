import type { Rule } from '../../kit/rule.ts';
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';
import type { Seen } from './judge.ts';
import { plainServer } from './matrix.ts';

/** As wide as most terminals. */
const width = 120;

/** Nor may variants fill it, where the rule is red on all of them. */
const mostVariants = 8;

/** As many mutants as leave all of it on one screen. */
const mostMutants = 20;

/** What a rule saw on each server, as text for a terminal. */
export function ruleReport({ id, level, says }: Rule, rows: ReadonlyMap<string, readonly Seen[]>): string {
  const seenOn = (server: string) => rows.get(server)?.find((seen) => seen.id === id);
  const plain = seenOn(plainServer.name);
  const onVariants = variants.map(({ name }) => ({ name, seen: seenOn(name) }));
  const onMutants = mutants
    .filter(({ breaks }) => breaks.includes(id))
    .map(({ name }) => ({ name, seen: seenOn(name) }));
  const otherwise = onVariants.filter(({ seen }) => seen?.status !== plain?.status);
  return [
    `${id} (${level.toUpperCase()}): ${says}`,
    '',
    `plain server  ${told(plain)}`,
    `${onVariants.length} variants  ${counts(onVariants)}`,
    ...otherwise.slice(0, mostVariants).map(line),
    ...(otherwise.length > mostVariants ? [`  and ${otherwise.length - mostVariants} more`] : []),
    `${onMutants.length} mutants that break it  ${counts(onMutants)}`,
    ...onMutants.slice(0, mostMutants).map(line),
    ...(onMutants.length > mostMutants ? [`  and ${onMutants.length - mostMutants} more`] : []),
    '',
  ]
    .map(firstLine)
    .join('\n');
}

/** As much of a text as one line holds. */
export function firstLine(text: string): string {
  const [line = ''] = text.split('\n');
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}

interface OnServer {
  readonly name: string;
  readonly seen: Seen | undefined;
}

function line({ name, seen }: OnServer): string {
  return `  ${name}  ${told(seen)}`;
}

function told(seen: Seen | undefined): string {
  return seen ? `${seen.status}  ${seen.message}`.trim() : 'not run';
}

/** How often each status was seen: `86 pass, 2 skip`. */
function counts(servers: readonly OnServer[]): string {
  const byStatus = Map.groupBy(servers, ({ seen }) => seen?.status ?? 'not run');
  return [...byStatus].map(([status, { length }]) => `${length} ${status}`).join(', ');
}
