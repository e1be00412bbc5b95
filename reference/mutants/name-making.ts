import { Fault, swfFault } from '../faults.ts';
import type { ReferenceOptions } from '../handlers.ts';
import { ReferenceService } from '../service.ts';
import { serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** Texts that a server treats otherwise than the documentation says. */
export interface Kind {
  /** Ends the names of the mutants that do. */
  readonly key: string;
  /** Follows the thing in a sentence, such as `of one character`. */
  readonly called: string;
  readonly fits: (text: string) => boolean;
}

/** What over-strict servers refuse in a name, though it is valid. */
export const strictness: readonly Kind[] = [
  { key: 'single-character', called: 'of one character', fits: (text) => [...text].length === 1 },
  { key: '255', called: 'of exactly 255 characters', fits: (text) => text.length === 255 },
  { key: '256', called: 'of exactly 256 characters', fits: (text) => text.length === 256 },
  {
    key: 'long-non-ascii',
    called: 'of 256 characters that are not ASCII',
    fits: (text) => /^[^ -~]{256}$/.test(text),
  },
  { key: 'bytes', called: 'of more than 256 bytes of UTF-8', fits: (text) => Buffer.byteLength(text) > 256 },
  { key: 'non-ascii', called: 'that is not ASCII', fits: (text) => /[^\0-\x7f]/.test(text) },
  { key: 'non-latin', called: 'that is not Latin-1', fits: (text) => /[^\0-\xff]/.test(text) },
  { key: 'astral', called: 'with a character beyond U+FFFF', fits: (text) => text.length > [...text].length },
  { key: 'emoji', called: 'with an emoji', fits: (text) => /\p{Emoji_Presentation}/u.test(text) },
  { key: 'combining-marks', called: 'with a combining mark', fits: (text) => /\p{M}/u.test(text) },
  { key: 'inner-space', called: 'with a space inside', fits: (text) => /\S \S/.test(text) },
  { key: 'u00a0', called: 'with U+00A0 inside', fits: (text) => /.\u00a0./.test(text) },
  { key: 'tilde', called: 'with U+007E', fits: (text) => text.includes('~') },
  {
    key: 'punctuation',
    called: 'with other punctuation than - _ and .',
    fits: (text) => /[!-,;-@[\\\]^`{}~]/.test(text),
  },
  { key: 'dot', called: 'with a dot', fits: (text) => text.includes('.') },
  { key: 'underscore', called: 'with an underscore', fits: (text) => text.includes('_') },
  { key: 'digits', called: 'of digits alone', fits: (text) => /^\d+$/.test(text) },
  { key: 'leading-digit', called: 'that begins with a digit', fits: (text) => /^\d/.test(text) },
  { key: 'leading-hyphen', called: 'that begins with a hyphen', fits: (text) => text.startsWith('-') },
  { key: 'upper-case', called: 'with a capital of ASCII', fits: (text) => /[A-Z]/.test(text) },
];

/** What too lax servers accept: a bound missed by one, for one kind of character or in one range. */
export const laxity: readonly Kind[] = [
  { key: '257', called: 'of exactly 257 characters', fits: (text) => text.length === 257 },
  {
    key: '257-non-ascii',
    called: 'of more than 256 characters that are not ASCII',
    fits: (text) => /^[^\0-\x7f]{257,}$/.test(text),
  },
  {
    key: '257-astral',
    called: 'of 257 emoji',
    fits: (text) => [...text].length === 257 && text.length > 258,
  },
  {
    key: '1000',
    called: 'of 258 to 1000 characters',
    fits: (text) => text.length > 257 && text.length <= 1000,
  },
  { key: '1025', called: 'of more than 1024 characters', fits: (text) => text.length > 1024 },
];

/** An exception of the server's own: a 500. */
export function crash(): never {
  throw new TypeError('name.trim is not a function');
}

/** The fault that some emulators have for every mistake. */
export function unknownResource(what: string): never {
  throw swfFault('UnknownResourceFault', `Unknown ${what}`);
}

/** The right fault under the status that web frameworks give it. */
export function unprocessable(): never {
  throw new Fault('com.amazon.coral.validate#ValidationException', '1 validation error detected', 422);
}

/** A service that reads the text member of polls at this path otherwise: `domain`, `taskList.name` or `identity`. */
export function readingText(
  at: 'domain' | 'taskList.name' | 'identity',
  read: (value: unknown, problems: string[], asDocumented: () => string) => string,
): ReferenceOptions {
  return serving(
    class extends ReferenceService {
      override readText(...given: Parameters<ReferenceService['readText']>): string {
        const [value, , path, problems] = given;
        const asDocumented = () => super.readText(...given);
        return path === at ? read(value, problems, asDocumented) : asDocumented();
      }
    },
  );
}

/** The mistakes with a poll that lacks something, and the rules that each breaks. */
interface Lack {
  /** Begins the names of the mutants. */
  readonly name: string;
  /** Begins a sentence, such as `A poll without a domain`. */
  readonly poll: string;
  readonly what: string;
  /** The server that makes of such polls what `act` does. */
  readonly on: (act: () => unknown) => ReferenceOptions;
  /** The server that serves them, and from where. */
  readonly served: ReferenceOptions;
  readonly servedFrom: string;
  readonly breaks: Readonly<Record<'served' | 'unknown' | 'status' | 'crash', readonly string[]>>;
}

/** One mutant for each wrong answer to a poll that lacks something. */
export function lacking({ name, poll, what, on, served, servedFrom, breaks }: Lack): readonly Mutant[] {
  return [
    {
      name: `${name}-served`,
      breaks: breaks.served,
      does: `${poll} is served from ${servedFrom}.`,
      options: served,
    },
    {
      name: `${name}-unknown`,
      breaks: breaks.unknown,
      does: `${poll} is answered UnknownResourceFault.`,
      options: on(() => unknownResource(what)),
    },
    {
      name: `${name}-unprocessable`,
      breaks: breaks.status,
      does: `${poll} is answered HTTP 422 ValidationException.`,
      options: on(unprocessable),
    },
    { name: `${name}-crash`, breaks: breaks.crash, does: `${poll} is answered 500.`, options: on(crash) },
  ];
}
