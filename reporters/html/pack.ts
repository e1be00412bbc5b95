import { gzipSync } from 'node:zlib';
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RuleResult } from '../../results/rule.ts';
import { type Detail, packedFor } from './detail.ts';

/** The rule's detail as a block of data: base64 alone, so that nothing in it can be markup, whatever a server wrote. */
export function packed({ id, failure }: RuleResult): VNode | undefined {
  if (!failure) return undefined;
  const { differences, exchanges, timeline, counterexample, reproduce } = failure;
  const detail: Detail = {
    differences,
    exchanges,
    timeline,
    reproduce,
    ...(counterexample && { counterexample }),
  };
  const text = gzipSync(JSON.stringify(detail), { level: 9 }).toString('base64');
  return html`<script type="application/octet-stream" ...${{ [packedFor]: id }}>${text}</script>`;
}
