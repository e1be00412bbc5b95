import * as swf from '@aws-sdk/client-swf';

const exported = new Map<string, unknown>(Object.entries(swf));
let client: swf.SWFClient | undefined;

/** The name of the SDK's command for an operation; undefined where it has none. */
export function sdkCommand(operation: string): string | undefined {
  const name = `${operation}Command`;
  return exported.has(name) ? name : undefined;
}

/** What an SDK client would send for an input of its command, as JSON; undefined where it would send nothing. Sends nothing. */
export async function sdkBody(operation: string, input: object): Promise<unknown> {
  const name = sdkCommand(operation);
  if (name === undefined) return undefined;
  // One for all: making one takes longer than all else here.
  client ??= new swf.SWFClient({
    endpoint: 'http://127.0.0.1/',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const Command = exported.get(name) as typeof swf.PollForActivityTaskCommand;
  const command = new Command(input as swf.PollForActivityTaskCommandInput);
  let body: unknown;
  command.middlewareStack.add(
    () => async (args) => {
      const { body: bytes } = args.request as { body: Uint8Array | string };
      body = JSON.parse(typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes));
      return { response: undefined, output: { $metadata: {} } as never };
    },
    // Where the request is written, and not yet signed.
    { step: 'build', priority: 'low' },
  );
  await client.send(command).catch(() => {});
  return body;
}
