import { operations, rules } from '../../suites/index.ts';
import { nearest } from './nearest.ts';

/** "; did you mean poll-for-activity-task.hold.full?", where somebody wrote something near it, with its operation or without. */
export function ruleSuggestion(text: string, patternsToo = false): string {
  const wholeOf = new Map<string, string[]>();
  for (const { slug, name } of operations) {
    const own = rules.filter(({ operation }) => operation === name);
    const areas = patternsToo ? [...new Set(own.map(({ area }) => `${slug}.${area}.*`))] : [];
    for (const whole of [...own.map(({ id }) => id), ...areas]) {
      const short = whole.slice(slug.length + 1);
      for (const each of [whole, short]) wholeOf.set(each, [...(wholeOf.get(each) ?? []), whole]);
    }
  }
  const near = nearest(text, [...wholeOf.keys()]).flatMap((each) => wholeOf.get(each) ?? []);
  const meant = [...new Set(near)].slice(0, 3);
  return meant.length === 0 ? '' : `; did you mean ${meant.join(' or ')}?`;
}
