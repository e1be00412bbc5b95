/** A way in which software changes a text that it should hand on. */
export interface TextChange {
  readonly name: string;
  /** Ends a sentence that begins with what is changed. */
  readonly does: string;
  readonly change: (text: string) => string;
}

function changes(...rows: (readonly [string, string, TextChange['change']])[]): TextChange[] {
  return rows.map(([name, does, change]) => ({ name, does, change }));
}

/** Gives a text back where it is not one that the reader reads. */
function orItself(read: (text: string) => string): TextChange['change'] {
  return (text) => {
    try {
      return read(text);
    } catch {
      return text;
    }
  };
}

const markup = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

/** Changes that show in names, too. */
export const nameChanges: readonly TextChange[] = changes(
  ['lower-case', 'is in lower case', (text) => text.toLowerCase()],
  ['upper-case', 'is in upper case', (text) => text.toUpperCase()],
  ['nfc', 'is normalized to NFC', (text) => text.normalize('NFC')],
  ['nfd', 'is normalized to NFD', (text) => text.normalize('NFD')],
  ['nfkc', 'is normalized to NFKC', (text) => text.normalize('NFKC')],
  ['single-spaces', 'has one space for several', (text) => text.replaceAll(/ +/g, ' ')],
  ['no-break-space', 'has a space for U+00A0', (text) => text.replaceAll('\u00a0', ' ')],
  ['separators', 'has a line end for U+2028 and U+2029', (text) => text.replaceAll(/[\u2028\u2029]/g, '\n')],
  ['ascii', 'has a question mark for what ASCII lacks', (text) => text.replaceAll(/[^\0-\u007f]/g, '?')],
  ['latin', 'is written in Latin-1', (text) => Buffer.from(text, 'latin1').toString('latin1')],
  ['utf-8-twice', 'is encoded twice', (text) => Buffer.from(text).toString('latin1')],
  [
    'astral',
    'has U+FFFD for characters beyond U+FFFF',
    (text) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '\ufffd'),
  ],
  [
    'surrogates',
    'has U+FFFD for each half of a surrogate pair',
    (text) => text.replaceAll(/[\ud800-\udfff]/g, '\ufffd'),
  ],
  ['markup', 'is escaped for HTML', (text) => text.replaceAll(/[&<>]/g, (c) => markup.get(c) ?? c)],
  [
    'markup-read',
    'has its escapes of HTML read',
    (text) => [...markup].reduce((read, [c, escaped]) => read.replaceAll(escaped, c), text),
  ],
  ['url-decoded', 'is decoded as of a URL', orItself(decodeURIComponent)],
  ['form-decoded', 'has a space for a plus sign', (text) => text.replaceAll('+', ' ')],
  ['unescaped', 'has its backslashes read', (text) => text.replaceAll('\\n', '\n').replaceAll('\\\\', '\\')],
  [
    'json',
    'is parsed and written again where it is JSON',
    orItself((text) => JSON.stringify(JSON.parse(text))),
  ],
  [
    'number',
    'is read and written as a number where it looks like one',
    (text) => (/^\d+(\.\d+)?$/.test(text) ? String(Number(text)) : text),
  ],
);

/** Changes of what may stand in a text, and not in a name. */
export const textChanges: readonly TextChange[] = changes(
  ['trimmed', 'is trimmed', (text) => text.trim()],
  ['trimmed-at-end', 'loses line ends at its end', (text) => text.replace(/[\r\n]+$/, '')],
  ['byte-order-mark', 'loses a byte order mark', (text) => text.replace(/^\ufeff/, '')],
  ['line-ends', 'has U+000A for each line end', (text) => text.replaceAll('\r\n', '\n')],
  ['windows-line-ends', 'has CR LF for each line end', (text) => text.replaceAll(/\r?\n/g, '\r\n')],
  ['carriage-returns', 'loses carriage returns', (text) => text.replaceAll('\r', '')],
  ['tabs', 'has a space for a tab', (text) => text.replaceAll('\t', ' ')],
  ['cut-at-nul', 'ends at U+0000', (text) => text.replace(/\0.*/s, '')],
  ['nul-dropped', 'loses U+0000', (text) => text.replaceAll('\0', '')],
  [
    'controls-dropped',
    'loses control characters',
    (text) => text.replaceAll(/[\u0000-\u0008\u007f-\u009f]/g, ''),
  ],
);

/** Cut to so many characters. */
export function cutTo(length: number): TextChange {
  const change = (text: string) => text.slice(0, length);
  return { name: `cut-at-${length}`, does: `is cut to ${length} characters`, change };
}

/** Cut to so many bytes. */
export function cutToBytes(length: number): TextChange {
  const change = (text: string) => Buffer.from(text).subarray(0, length).toString();
  return { name: 'cut-in-bytes', does: `is cut to ${length} bytes of UTF-8`, change };
}
