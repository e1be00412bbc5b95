import { existsSync } from 'node:fs';
import { type Schemas, schemasIn } from '../engine/settings/forms.ts';
import { type Judged, judge, nothing } from '../engine/settings/judge.ts';
import { readJson } from './read-json.ts';

/** The file that is read where none is named. */
export const configName = 'swf-conformance.config.json';

/**
 * The settings in a configuration file: the one that was named, else the one that is there.
 * @param named the value of `--config`, if it was given
 */
export function readConfig(named: string | undefined): Judged<Schemas> {
  if (named === undefined && !existsSync(configName)) return nothing();
  const path = named ?? configName;
  const where = named === undefined ? configName : '--config';
  const refused = (what: string) => nothing<Schemas>([{ where, what }]);
  if (path === '') return refused('a value is missing: give a file');
  const read = readJson(path);
  if (read.what !== undefined) return refused(read.what);
  const raw = read.value;
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return refused(`${path} holds no JSON object: give one such as {"endpoint": "http://127.0.0.1:4566"}`);
  }
  // What editors find the schema by.
  const { $schema: _, ...settings } = raw as Record<string, unknown>;
  return judge(schemasIn('file'), settings, (name) => `${path}: ${name}`);
}
