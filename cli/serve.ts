import { once } from 'node:events';
import { dummyCredentials } from '../client/credentials.ts';
import { isLoopback } from '../client/loopback.ts';
import { settings } from '../engine/settings/table/index.ts';
import { startReferenceServer } from '../reference/index.ts';
import type { Mutant } from '../reference/mutants/mutant.ts';
import { rules } from '../suites/index.ts';
import { embeddedPrincipals } from './embedded.ts';
import { listenForInterruption } from './interruption.ts';
import { tell } from './text.ts';
import { WrongUse } from './wrong-use.ts';

export interface ServeOptions {
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly pollHold?: number | undefined;
  readonly latency?: number | undefined;
  readonly mutant?: Mutant | undefined;
}

/** Serves the reference until it is stopped, and gives the exit code. */
export async function serve({
  port = 0,
  host = '127.0.0.1',
  pollHold = settings.pollHold.default,
  latency = 0,
  mutant,
}: ServeOptions): Promise<number> {
  const interruption = listenForInterruption();
  // One that has no keys looks at no signature, and shows none of the mistakes that are about them.
  const isAboutAccess = mutant?.breaks.every(needsAuthentication) ?? false;
  const { served, principals } = embeddedPrincipals(settings.region.default, undefined);
  const server = await startReferenceServer({
    ...(isAboutAccess && { credentials: { ...dummyCredentials }, principals: served }),
    ...mutant?.options,
    port,
    host,
    pollHoldSeconds: pollHold,
    latencyMs: latency,
  }).catch((error: NodeJS.ErrnoException) => {
    const mistake = mistakes[error.code ?? ''];
    throw mistake ? new WrongUse(mistake(port, host)) : error;
  });
  // Alone on its line, and the first one: a script reads it to know where, and that it listens.
  process.stdout.write(`${server.url}\n`);
  if (!isLoopback(host)) {
    tell(`warning: everybody who reaches ${host} can use this server: it asks for no credentials`);
  }
  const what = mutant ? `the mutant ${mutant.name}` : 'Amazon SWF as documented';
  if (mutant) tell(`its mistake: ${mutant.does}\nwhat finds it: ${mutant.breaks.join(', ')}`);
  if (isAboutAccess)
    tell(`for the configuration file: ${JSON.stringify({ authenticates: true, principals })}`);
  tell(`${what}, holding polls ${pollHold} s; Ctrl-C stops it`);
  if (!interruption.signal.aborted) await once(interruption.signal, 'abort');
  await server.close();
  return 0;
}

/** Whether a rule is judged only on a server that checks signatures and permissions. */
function needsAuthentication(ruleId: string): boolean {
  return rules.find(({ id }) => id === ruleId)?.requires?.includes('authentication') ?? false;
}

/** Why it cannot listen, where that is the choice of port or host. */
const mistakes: Record<string, (port: number, host: string) => { where: string; what: string }> = {
  EADDRINUSE: (port) => ({
    where: '--port',
    what: `${port} is in use: give another one, or none to take a free one`,
  }),
  EACCES: (port) => ({ where: '--port', what: `${port} needs privileges: give one from 1024 up` }),
  EADDRNOTAVAIL: (_port, host) => ({ where: '--host', what: `${host} is no address of this machine` }),
  ENOTFOUND: (_port, host) => ({ where: '--host', what: `${host} is no known host` }),
  EAI_AGAIN: (_port, host) => ({ where: '--host', what: `${host} is no known host` }),
};
