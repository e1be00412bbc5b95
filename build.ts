// What `npm run build` adds to what tsc wrote: the script of the HTML report, which a package that is installed cannot bundle, and
// what vitest is to read in place of the user's own.
import { cpSync, writeFileSync } from 'node:fs';
import { bundle } from './reporters/html/bundle.ts';

writeFileSync(new URL('./dist/reporters/html/client.bundle.js', import.meta.url), await bundle());
cpSync(
  new URL('./engine/run/vitest-home', import.meta.url),
  new URL('./dist/engine/run/vitest-home', import.meta.url),
  {
    recursive: true,
  },
);
