import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMockHandlers, type MockHandlers } from '../client/mock-handlers.ts';
import { importFrom } from '../engine/import-from.ts';
import { quoted } from '../engine/settings/quoted.ts';
import { harmless } from './text.ts';
import { WrongUse } from './wrong-use.ts';

const wanted = 'export msw handlers, or a function (Request) => Response, as default or as handlers';

/** What a module exports. */
export interface Mocked {
  readonly handlers: MockHandlers;
  /** The address that they are for, where that is said. */
  readonly endpoint: URL | undefined;
}

/**
 * The mock that a module exports.
 * @param name a path from the current directory, or the name of a package that is installed there
 * @param where what it was named by
 * @throws WrongUse when it cannot be imported, or exports no mock
 */
export async function importMock(name: string, where: string): Promise<Mocked> {
  const refused = (what: string) => new WrongUse({ where, what });
  let module: Readonly<Record<string, unknown>>;
  try {
    module = await importFrom('.', isThere(name) ? pathToFileURL(resolve(name)).href : name);
  } catch (error) {
    throw refused(`${quoted(name)} cannot be imported: ${harmless(reason(error))}`);
  }
  const { default: main, handlers, endpoint } = module;
  const mock = [main, handlers].find(isMockHandlers);
  if (!mock) {
    const names = Object.keys(module).map(quoted).join(', ') || 'nothing';
    throw refused(`${quoted(name)} exports no handlers (it exports ${names}): ${wanted}`);
  }
  if (endpoint !== undefined && !/^https?:$/.test(URL.parse(String(endpoint))?.protocol ?? '')) {
    throw refused(
      `the endpoint that ${quoted(name)} exports is no URL: give the address that its handlers are for`,
    );
  }
  return { handlers: mock, endpoint: endpoint === undefined ? undefined : new URL(String(endpoint)) };
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() || /^\.{0,2}\//.test(path);
}

/** What was thrown, and where; Node does not say where a mistake in the syntax is. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SyntaxError) return `${error}; node --check shows where`;
  const [place = ''] = /(file:|\/)[^\s()]+:\d+:\d+/.exec(error.stack ?? '') ?? [];
  return `${error}${place && ` (${place})`}`;
}
