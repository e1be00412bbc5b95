import { readFileSync } from 'node:fs';
import { type Judged, judge } from './judge.ts';
import { type RunSettings, runSettings } from './settings.ts';
import { harmless } from './text.ts';

/** The settings in a file of `--config`. */
export function readConfig(path: string): Judged<Partial<RunSettings>> & { members: string[] } {
  const none = (what: string) => ({
    settings: {},
    mistakes: [{ where: `--config ${path}`, what }],
    members: [],
  });
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return none(`the file cannot be read: ${harmless((error as Error).message)}`);
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    // Not the message itself: it quotes the file, which may hold what no log should.
    const [place = ''] = / \(line \d+ column \d+\)/.exec((error as Error).message) ?? [];
    return none(`the file is not JSON${place}`);
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return none('the file holds no JSON object: give one such as {"endpoint": "http://127.0.0.1:4566"}');
  }
  return { ...judge(runSettings, raw, (member) => `${path}: ${member}`), members: Object.keys(raw) };
}
