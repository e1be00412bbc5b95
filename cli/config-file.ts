import { existsSync, readFileSync } from 'node:fs';
import { type Judged, judge, nothing } from './judge.ts';
import { fileSettings } from './settings.ts';

/** The file that is read where none is named. */
export const configName = 'swf-conformance.config.json';

/**
 * The settings in a configuration file: the one that was named, else the one that is there.
 * @param named the value of `--config`, if it was given
 */
export function readConfig(named: string | undefined): Judged<typeof fileSettings> {
  if (named === undefined && !existsSync(configName)) return nothing();
  const path = named ?? configName;
  const where = named === undefined ? configName : '--config';
  const refused = (what: string) => nothing<typeof fileSettings>([{ where, what }]);
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
  // What editors find the schema by.
  const { $schema: _, ...settings } = raw as Record<string, unknown>;
  return judge(fileSettings, settings, (name) => `${path}: ${name}`);
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
};
