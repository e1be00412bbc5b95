import fc from 'fast-check';
import { type Body, bodyOf, withMember } from './_internals/bodies.ts';

/** One more member that is no JSON (RFC 8259), though one parser or another takes it. The others ignore `extra`. */
const brokenMembers = {
  'trailing-comma': [''],
  'unquoted-name': ['extra:1'],
  'single-quotes': ["'extra':1", '"extra":\'a\''],
  'missing-colon': ['"extra" 1'],
  'missing-value': ['"extra":', '"extra"'],
  'bad-number': ['"extra":01', '"extra":+1', '"extra":.5', '"extra":1.', '"extra":0x1', '"extra":1e'],
  'not-a-number': ['"extra":NaN', '"extra":Infinity', '"extra":-Infinity'],
  'bare-word': ['"extra":undefined', '"extra":True', '"extra":None', '"extra":a'],
  'bad-escape': ['"extra":"\\x41"', '"extra":"\\u12"', '"extra":"\\\'"', '"extra":"\\u{41}"'],
  'raw-control': ['"extra":"a\nb"', '"extra":"a\tb"', '"extra":"a\0b"'],
  comment: ['"extra":1/* a */', '"extra":1// a\n', '"extra":1# a\n'],
} as const;

/** Bytes that are no UTF-8 (RFC 3629, section 3), by what is wrong with them. */
const brokenBytes = {
  'bad-utf-8': [[0xff], [0xfe], [0x80], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98]],
  'overlong-utf-8': [
    [0xc0, 0xaf],
    [0xc1, 0xbf],
    [0xe0, 0x80, 0xaf],
    [0xf0, 0x80, 0x80, 0xaf],
  ],
  'surrogate-utf-8': [
    [0xed, 0xa0, 0x80],
    [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
  ],
  'beyond-unicode-utf-8': [
    [0xf4, 0x90, 0x80, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
  ],
} as const;

const trailingTexts = ['}', ']', ',', 'a', '0', '"', ' null', '{}', '\n{}', '\0'];

export type BrokenBodyKind =
  | 'cut-short'
  | 'trailing-text'
  | 'empty'
  | 'blank'
  | keyof typeof brokenBytes
  | keyof typeof brokenMembers;

export type BrokenBody = Body<BrokenBodyKind>;

/** Every kind of broken body. `cut-short`, `trailing-text`, `bad-utf-8` and `empty` are those that the rules name. */
export const brokenBodyKinds: readonly BrokenBodyKind[] = [
  ...(['cut-short', 'trailing-text', 'bad-utf-8', 'empty', 'blank'] as const),
  ...(['overlong-utf-8', 'surrogate-utf-8', 'beyond-unicode-utf-8'] as const),
  ...(Object.keys(brokenMembers) as (keyof typeof brokenMembers)[]),
];

/**
 * Bodies that are surely no JSON (RFC 8259), made from a valid request of one member or more, so that a server that
 * overlooks the mistake would serve them. One kind is as likely as another. Bad UTF-8 stands in `identity`, which any
 * poll may carry and which decides nothing.
 */
export function brokenBodies(
  validBody: object,
  kinds: readonly BrokenBodyKind[] = brokenBodyKinds,
): fc.Arbitrary<BrokenBody> {
  return fc.oneof(...kinds.map((kind) => brokenBody(kind, validBody)));
}

function brokenBody(kind: BrokenBodyKind, validBody: object): fc.Arbitrary<BrokenBody> {
  const { bytes } = bodyOf(kind, JSON.stringify(validBody));
  switch (kind) {
    case 'empty':
      return fc.constant(bodyOf(kind, ''));
    case 'blank':
      return fc.constantFrom(' ', '\n', '\r\n\t ').map((text) => bodyOf(kind, text));
    case 'cut-short':
      return fc
        .integer({ min: 1, max: bytes.length - 1 })
        .map((end) => ({ kind, bytes: bytes.slice(0, end) }));
    case 'trailing-text':
      return fc.constantFrom(...trailingTexts).map((text) => bodyOf(kind, JSON.stringify(validBody) + text));
    case 'bad-utf-8':
    case 'overlong-utf-8':
    case 'surrogate-utf-8':
    case 'beyond-unicode-utf-8':
      return fc
        .constantFrom<readonly number[]>(...brokenBytes[kind])
        .map((bad) => ({ kind, bytes: withIdentity(validBody, bad) }));
    default:
      return fc
        .constantFrom(...brokenMembers[kind])
        .map((member) => bodyOf(kind, withMember(validBody, member)));
  }
}

function withIdentity(validBody: object, bytes: readonly number[]): Uint8Array {
  const { identity: _, ...others } = { identity: '', ...validBody };
  const json = withMember(others, '"identity":"a');
  const start = new TextEncoder().encode(json.slice(0, -1));
  return Uint8Array.from([...start, ...bytes, ...new TextEncoder().encode('"}')]);
}
