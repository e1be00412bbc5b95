/** A request's body, and what is odd about it. */
export interface Body<Kind extends string> {
  kind: Kind;
  bytes: Uint8Array;
}

const encoder = new TextEncoder();

export function bodyOf<Kind extends string>(kind: Kind, text: string): Body<Kind> {
  return { kind, bytes: encoder.encode(text) };
}

/** The JSON of an object with one member or more, and one more member, which need not be JSON. */
export function withMember(body: object, member: string): string {
  const json = JSON.stringify(body);
  return `${json.slice(0, -1)},${member}}`;
}
