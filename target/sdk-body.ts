import * as swf from '@aws-sdk/client-swf';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';

const exported = new Map<string, unknown>(Object.entries(swf));

/** The name of the SDK's command for an operation; undefined where it has none. */
export function sdkCommand(operation: string): string | undefined {
  const name = `${operation}Command`;
  return exported.has(name) ? name : undefined;
}

/** What an SDK client would send for an input of its command, as JSON; undefined where it would send nothing. */
export async function sdkBody(operation: string, input: object): Promise<unknown> {
  const name = sdkCommand(operation);
  if (name === undefined) return undefined;
  let body: unknown;
  const client = new swf.SWFClient({
    endpoint: 'http://127.0.0.1/',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      async handle(request: HttpRequest) {
        body = JSON.parse(new TextDecoder().decode(request.body));
        return { response: new HttpResponse({ statusCode: 200, headers: {} }) };
      },
    },
  });
  const Command = exported.get(name) as typeof swf.PollForActivityTaskCommand;
  // What it would make of the answer is another matter.
  await client.send(new Command(input as swf.PollForActivityTaskCommandInput)).catch(() => {});
  client.destroy();
  return body;
}
