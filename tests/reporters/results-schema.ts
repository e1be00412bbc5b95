import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** The schema of results.json, as it is published. */
export const schema = JSON.parse(
  readFileSync(new URL('../../results.schema.json', import.meta.url), 'utf8'),
) as { $id: string };

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** Where results are not as the published schema has them, by a validator that is not ours. */
export function mistakes(results: unknown): string[] {
  validate(results);
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}
