// Writes what is generated from the code: `npm run docs`. Tests fail when it is stale.
import { writeFileSync } from 'node:fs';
import { configSchema } from '../cli/settings.ts';
import { baselineSchema } from '../results/baseline.ts';
import { resultsSchema } from '../results/schema.ts';
import { matrixPage } from './kill-matrix.ts';
import { rulesPage } from './rules.ts';

writeFileSync(new URL('./rules.md', import.meta.url), rulesPage());
writeFileSync(new URL('./kill-matrix.md', import.meta.url), matrixPage());
for (const [file, schema] of Object.entries({
  'config.schema.json': configSchema(),
  'results.schema.json': resultsSchema(),
  'baseline.schema.json': baselineSchema(),
})) {
  writeFileSync(new URL(`../${file}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
