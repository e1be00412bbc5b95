import fc from 'fast-check';
import {
  asciiCharacters,
  astralCharacters,
  firstOrOther,
  longestUnit,
  longTextOf,
  nameCharacters,
  nameUnits,
  plainCharacters,
  textOf,
} from './characters.ts';

/** The longest domain, task list, activity id and workflow id (the API model, 2012-01-25). */
export const longestName = 256;

export interface NameConstraints {
  /**
   * Every name begins or ends with this text and stays within its bounds, so that names are fresh on a server that
   * forgets nothing. 1 to 64 of the letters, digits, `-` and `_`, without `arn`.
   */
  containing?: string;
}

/** Checked, because a marker that is no valid name by itself would make every generated name invalid. */
export function markerOf({ containing }: NameConstraints): string {
  if (containing === undefined) return '';
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(containing) || /arn/i.test(containing)) {
    throw new RangeError(
      `containing: 1 to 64 letters, digits, '-' and '_', without 'arn', not ${JSON.stringify(containing)}`,
    );
  }
  return containing;
}

const shortPlain = textOf(plainCharacters, 1, 12);
const shortOrNothing = firstOrOther(fc.constant(''), shortPlain);

/** Text that means something to a parser, a template, a shell, a query or a JavaScript object. */
const meaningful = fc.constantFrom(
  ...'. .. * 0 -1 1e3 NaN null undefined true "" [] {} ["a","b"] {"a"}'.split(' '),
  ...String.raw`\ \n \u0000 \u003a <b> <!--a--> <![CDATA[a]]> ]]> &amp; &#58;`.split(' '),
  ...'%2F %00 %s%n a+b a=b&c=d #a ?a $(a) {{a}} a,b a@b'.split(' '),
  ...['`a`', "' OR '1'='1", "a'; --", '__proto__', 'constructor', 'toString'],
);

function surrounded(middle: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(shortOrNothing, middle, shortOrNothing).map((parts) => parts.join(''));
}

/**
 * Names with characters beyond U+FFFF. The documentation says "characters" and not how it counts them, so that these are
 * at least 3 code points, and at most 250 bytes of UTF-8: well inside the bounds by every way of counting.
 */
function astralNames(room: number): fc.Arbitrary<string> {
  const most = Math.floor((room - 8) / 4);
  return fc
    .tuple(plainCharacters, textOf(astralCharacters, 1, most), plainCharacters)
    .map((parts) => parts.join(''));
}

/** `arn` with something around it: only `arn` by itself is forbidden. */
export const namesWithArn = firstOrOther(
  shortPlain.map((text) => `arn${text}`),
  shortPlain.map((text) => `${text}arn`),
  fc.tuple(shortPlain, shortPlain).map(([before, after]) => `${before}arn${after}`),
  fc.constant('arn aws swf us-east-1 123456789012 domain'),
);

/** Short valid names of every kind of character, without `arn`: the base of a name where its length is not the point. */
export function shortNames(constraints: NameConstraints = {}): fc.Arbitrary<string> {
  const bodies = firstOrOther(
    { weight: 2, arbitrary: shortPlain },
    { weight: 1, arbitrary: textOf(nameUnits, 1, 8) },
  );
  return marked(bodies, markerOf(constraints)).filter(isFreeOfArn);
}

/** Names of all kinds within the bounds, of which `accepts` decides what else a valid one is. */
export function names(
  constraints: NameConstraints,
  accepts: (name: string) => boolean,
  ...more: fc.MaybeWeightedArbitrary<string>[]
): fc.Arbitrary<string> {
  const marker = markerOf(constraints);
  const room = longestName - marker.length;
  const bodies = firstOrOther(
    { weight: 6, arbitrary: shortPlain },
    { weight: 2, arbitrary: textOf(nameCharacters, 1, 1) },
    { weight: 6, arbitrary: longTextOf(asciiCharacters, 1, room) },
    { weight: 2, arbitrary: longTextOf(nameCharacters, 1, room) },
    { weight: 6, arbitrary: textOf(nameUnits, 1, 12) },
    { weight: 3, arbitrary: textOf(nameUnits, 1, Math.floor(room / longestUnit)) },
    { weight: 2, arbitrary: astralNames(room) },
    { weight: 4, arbitrary: surrounded(meaningful) },
    ...more,
  );
  return marked(bodies, marker).filter(accepts);
}

function marked(bodies: fc.Arbitrary<string>, marker: string): fc.Arbitrary<string> {
  if (marker === '') return bodies;
  return fc.tuple(bodies, fc.boolean()).map(([body, last]) => (last ? body + marker : marker + body));
}

/** Older documentation (2012 to 2014) forbade `arn` anywhere in a name. Nothing is known of other cases of it. */
export function isFreeOfArn(name: string): boolean {
  return !/arn/i.test(name);
}
