import { readFileSync } from 'node:fs';

/** A file's JSON; or what is wrong with the file, in a sentence that names it. */
export function readJson(path: string): { value: unknown; what?: undefined } | { what: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { what: `${path} cannot be read: ${reasons[code] ?? message}` };
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // Not the message itself: it quotes the file, which may hold what no log should.
    const [place = ''] = / \(line \d+ column \d+\)/.exec((error as Error).message) ?? [];
    return { what: `${path} is not JSON${place}` };
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
};
