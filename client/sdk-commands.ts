import * as sdk from '@aws-sdk/client-swf';

/** Any command that the SDK's client sends. */
export type SdkCommand = Parameters<sdk.SWFClient['send']>[0];

const exported = new Map<string, unknown>(Object.entries(sdk));

/** The name of the SDK's command for an operation; undefined where it has none. */
export function sdkCommand(operation: string): string | undefined {
  const name = `${operation}Command`;
  return exported.has(name) ? name : undefined;
}

/** The SDK's command for an operation; undefined where it has none. */
export function newSdkCommand(operation: string, input: object): SdkCommand | undefined {
  const name = sdkCommand(operation);
  if (name === undefined) return undefined;
  const Command = exported.get(name) as new (input: object) => SdkCommand;
  return new Command(input);
}

/** Whether an error is of the class that the SDK has for the fault of this name. */
export function isOfSdkClass(error: unknown, fault: string): boolean {
  const type = exported.get(fault);
  return typeof type === 'function' && error instanceof type;
}
