import { readFileSync } from 'node:fs';
import { type Judged, judge, nothing } from './judge.ts';
import { runSettings } from './settings.ts';

/** The settings in a file of `--config`. */
export function readConfig(path: string): Judged<typeof runSettings> {
  const refused = (what: string) => nothing<typeof runSettings>([{ where: '--config', what }]);
  if (path === '') return refused('a value is missing: give a file');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return refused(`${path} cannot be read: ${reasons[code] ?? message}`);
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    // Not the message itself: it quotes the file, which may hold what no log should.
    const [place = ''] = / \(line \d+ column \d+\)/.exec((error as Error).message) ?? [];
    return refused(`${path} is not JSON${place}`);
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return refused(`${path} holds no JSON object: give one such as {"endpoint": "http://127.0.0.1:4566"}`);
  }
  return judge(runSettings, raw, (name) => `${path}: ${name}`);
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
};
