import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { box } from '../parts.ts';

/** A text to be used elsewhere, such as a command, with a button that copies it. A long one is closed at first. */
export function Copyable({ label, text, printed }: { label: string; text: string; printed: boolean }): VNode {
  const [said, say] = useState('');
  const reachedOptions = useRef<HTMLDivElement>(null);
  const copy = async () => {
    say(await copied(text, () => select(reachedOptions.current?.querySelector('pre'))));
    setTimeout(() => say(''), 4000);
  };
  const isLong = text.split('\n').length > 8;
  return html`
    <div class="copyable" ref=${reachedOptions}>
      <p class="label">
        <span>${label}</span>
        <button type="button" aria-label=${`Copy: ${label}`} onClick=${copy}>Copy</button>
        <span role="status">${said}</span>
      </p>
      ${
        isLong
          ? html`<details open=${printed}><summary>${text.split('\n').length} lines</summary>${box(label, text)}</details>`
          : box(label, text)
      }
    </div>
  `;
}

/** Says what came of it. Where the browser does not let a page write the clipboard, the reader can copy what is selected. */
async function copied(text: string, selectIt: () => boolean): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied';
  } catch {
    if (!selectIt()) return 'Not copied: the browser does not allow it';
    return document.execCommand('copy') ? 'Copied' : 'Selected: copy it with the keyboard';
  }
}

function select(element: Element | null | undefined): boolean {
  const selection = getSelection();
  if (!element || !selection) return false;
  const closed = element.closest('details');
  if (closed) closed.open = true;
  selection.selectAllChildren(element);
  return true;
}
