import { SWFClient } from '@aws-sdk/client-swf';
import { newSdkCommand } from './sdk-commands.ts';
import { sdkSettings } from './sdk-settings.ts';

let client: SWFClient | undefined;

/** What an SDK client would send for an input of its command, as JSON; undefined where it would send nothing. Sends nothing. */
export async function sdkBody(operation: string, input: object): Promise<unknown> {
  const command = newSdkCommand(operation, input);
  if (command === undefined) return undefined;
  // One for all: making one takes longer than all else here.
  client ??= new SWFClient({
    ...sdkSettings,
    endpoint: 'http://127.0.0.1/',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
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
