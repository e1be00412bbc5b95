// What `npm run build` adds to what tsc wrote: the script of the HTML report, which a package that is installed cannot bundle.
import { writeFileSync } from 'node:fs';
import { bundle } from './reporters/html/bundle.ts';

writeFileSync(new URL('./dist/reporters/html/client.bundle.js', import.meta.url), await bundle());
