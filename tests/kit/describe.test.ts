import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { Exchange } from '../../client/exchange.ts';
import { describe } from '../../kit/describe.ts';

function answered(body: Uint8Array, encoding: string): Exchange {
  const request = { method: 'POST', path: '/', headers: [], body: Buffer.from('{}') };
  const answer = { status: 200, headers: [['Content-Encoding', encoding] as const], body };
  const asked = { operation: 'DescribeDomain', client: 'wire', label: 'DescribeDomain' } as const;
  return { ...asked, request, ending: 'answered', answer, failure: '', sentAt: 0, endedAt: 1 };
}

it('an answer that is packed unasked is told as that', () => {
  const packed = answered(gzipSync('{"domainInfo":{}}'), 'gzip');
  expect(describe(packed)).toBe(
    'HTTP 200 in the encoding gzip, which was not asked for: no Accept-Encoding was sent',
  );
  expect(describe(answered(Buffer.from('{"a":1}'), 'identity'))).toBe('HTTP 200 {"a":1}');
});
