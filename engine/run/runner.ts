import { dirname, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CliOptions, createVitest, type Vitest, type VitestOptions } from 'vitest/node';

// In a checkout Node runs the .ts sources; in the published package everything is compiled.
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const entry = new URL(`./vitest-entry${extension}`, import.meta.url).href;

/** What vitest takes for the file with the rules. vite cannot have one whose path has a # or a ?, and so it has none of ours. */
export const entryId = '/swf-conformance/vitest-entry.js';

/** How vitest runs the rules, and reads again what it wrote of such a run. */
const runnerOptions: CliOptions = {
  root: parse(import.meta.dirname).root,
  config: false,
  watch: false,
  // Nothing is looked for: what is to be run is said.
  include: ['swf-conformance/no-such-file'],
  cache: false,
  fsModuleCache: false,
  pool: 'threads',
  isolate: false,
  fileParallelism: false,
  sequence: { concurrent: true },
  maxConcurrency: 1000,
  // A rule ends itself, in time.
  testTimeout: 0,
  disableConsoleIntercept: true,
  passWithNoTests: true,
};

/** A vitest that runs the rules, or reads again what it wrote of such a run. */
export async function runnerOf(options: CliOptions, streams: VitestOptions): Promise<Vitest> {
  const vite = { plugins: [entryPlugin], envDir: false as const };
  const { env } = process;
  const before = { ...env };
  Object.assign(env, homes);
  try {
    return await createVitest('test', { ...runnerOptions, ...options }, vite, streams);
  } finally {
    for (const name of Object.keys(homes)) {
      if (before[name] === undefined) delete env[name];
      else env[name] = before[name];
    }
  }
}

/**
 * vitest keeps a token for its page, which nobody opens here, in the user's home, and does not begin where it can neither read nor
 * write one: `nobody` has no home, and a hardened container none that can be written. It reads this one of ours, and writes none.
 */
const token = fileURLToPath(
  new URL(`./vitest-home/Library/Application%20Support/vitest/.vitest-secret-token`, import.meta.url),
);
const data = dirname(dirname(token));

/** Where vitest looks on macOS, on Windows and elsewhere. */
const homes = { HOME: dirname(dirname(data)), LOCALAPPDATA: data, XDG_DATA_HOME: data };

/**
 * A module of ours in the place of a file. It makes Node import the rules, and all that they import, which is quicker than vite is:
 * vitest leaves that to Node for what is imported from a data URL.
 */
const entryPlugin = {
  name: 'swf-conformance',
  enforce: 'pre' as const,
  resolveId: (id: string) => (id === entryId ? id : undefined),
  load(id: string) {
    if (id !== entryId) return undefined;
    const code = `import ${JSON.stringify(entry)};`;
    return `import ${JSON.stringify(`data:text/javascript,${encodeURIComponent(code)}`)};`;
  },
};
