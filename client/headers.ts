/** The protocol's own headers: what is asked for, and in which form. */
export const mediaTypeHeader: { readonly 'content-type': string } = {
  'content-type': 'application/x-amz-json-1.0',
};

/** The header that names the operation. */
export function targetHeader(operation: string): { readonly 'x-amz-target': string } {
  return { 'x-amz-target': `SimpleWorkflowService.${operation}` };
}

/** Headers as Node and undici read them, names and values in turn, as pairs. */
export function headerPairs(raw: readonly unknown[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([String(raw[i]), String(raw[i + 1])]);
  return pairs;
}
