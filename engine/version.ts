import { createRequire } from 'node:module';

/** Of this package. By its own name, as the file is nearer in a checkout than in `dist`. */
export const { version } = createRequire(import.meta.url)('swf-conformance/package.json') as {
  version: string;
};
