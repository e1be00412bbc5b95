// Writes what is generated from the code: `npm run docs`. Tests fail when it is stale. The kill matrix writes its own page.
import { writeFileSync } from 'node:fs';
import { configSchema } from '../cli/settings.ts';
import { rulesPage } from './rules.ts';

writeFileSync(new URL('./rules.md', import.meta.url), rulesPage());
const schema = `${JSON.stringify(configSchema(), null, 2)}\n`;
writeFileSync(new URL('../config.schema.json', import.meta.url), schema);
