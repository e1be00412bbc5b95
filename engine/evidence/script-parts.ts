import { literal } from './source.ts';

export interface Head {
  readonly ruleId: string;
  readonly commands: readonly string[];
  readonly endpoint: string;
  readonly region: string;
  readonly ca: string | undefined;
  readonly insecure: boolean | undefined;
  /** The names of the target's own headers, whose values are secret. */
  readonly header: readonly string[];
  /** Whether the endpoint is this machine's own: then dummy credentials will do where there are none. */
  readonly loopback: boolean;
  /** How long a call may take for which nothing else is said. */
  readonly patienceMs: number;
}

/** What comes before the calls: imports, the client, and what sends and prints. */
export function scriptHead(head: Head): string {
  const { ruleId, commands, endpoint, region, ca, insecure, header, loopback, patienceMs } = head;
  const variables = [
    ...(ca === undefined ? [] : ['NODE_EXTRA_CA_CERTS=FILE ']),
    ...(insecure ? ['NODE_TLS_REJECT_UNAUTHORIZED=0 '] : []),
  ].join('');
  const dummies = `
// As any AWS tool finds them; this machine's own server is given dummies.
const { AWS_ACCESS_KEY_ID, AWS_PROFILE } = process.env;
const dummies = { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const found = AWS_ACCESS_KEY_ID || AWS_PROFILE ? {} : dummies;`;
  const secrets = header.map((name) => `${literal(name)}: 'VALUE'`).join(', ');
  return `// ${ruleId}: the least calls that show what swf-conformance saw. Save it as see.mjs where
// @aws-sdk/client-swf is installed, and run: ${variables}node see.mjs [ENDPOINT]
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
${[...commands, 'SWFClient'].map((name) => `  ${name},`).join('\n')}
} from '@aws-sdk/client-swf';

const endpoint = process.argv[2] ?? ${literal(endpoint)};
const region = ${literal(region)};
// A part of all names, so that each start has its own.
const run = Date.now().toString(16);${loopback ? dummies : ''}
const client = new SWFClient({ endpoint, region, maxAttempts: 1${loopback ? ', ...found' : ''} });${
    header.length > 0
      ? `\n// Sent with every request: fill in what is secret.\nconst headers = { ${secrets} };`
      : ''
  }
const giveUp = new AbortController();
const stillOpen = [];
const startedAt = performance.now();

// In ASCII, as a server may send what a terminal takes for commands.
const escaped = (unit) => '\\\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0');
function print(...words) {
  const time = ((performance.now() - startedAt) / 1000).toFixed(2).padStart(6) + ' s';
  const text = words.join(' ').replace(/[^ -~]/g, escaped);
  console.log(time + '  ' + text.slice(0, 2000));
}

// Sends a request, and prints it and its answer as it came. Never fails: what was given up or refused gives nothing.
async function call(name, Command, input, patienceMs = ${patienceMs}) {
  const command = new Command(input);
  const printed = (next) => async (args) => {${header.length > 0 ? '\n    Object.assign(args.request.headers, headers);' : ''}
    const result = await next(args);
    const { response } = result;
    const chunks = [];
    for await (const chunk of response.body) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const type = response.headers['content-type'] ?? 'no Content-Type';
    print(name, '<- HTTP', response.statusCode, type, body);
    response.body = Readable.from([body]);
    return result;
  };
  command.middlewareStack.add(printed, { step: 'deserialize', priority: 'low' });
  print(name, '->', Command.name.replace('Command', ''), JSON.stringify(input));
  const abortSignal = AbortSignal.any([giveUp.signal, AbortSignal.timeout(patienceMs)]);
  try {
    return await client.send(command, { abortSignal });
  } catch (error) {
    const isOpen = abortSignal.aborted;
    print(name, isOpen ? '   no answer: given up' : '   the SDK throws ' + error.name + ': ' + error.message);
    return {};
  }
}
`;
}
