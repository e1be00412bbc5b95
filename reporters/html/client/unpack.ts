import { type Detail, packedFor } from '../detail.ts';

const unpacked = new Map<string, Detail>();

/** The rule's detail, if it was unpacked already: a print cannot wait for it. */
export function known(id: string): Detail | undefined {
  return unpacked.get(id);
}

/** The rule's detail; undefined where it has none. */
export async function detailFor(id: string): Promise<Detail | undefined> {
  await wholePage;
  const packed = document.querySelector(`script[${packedFor}="${CSS.escape(id)}"]`)?.textContent;
  if (!packed) return undefined;
  const detail = unpacked.get(id) ?? (await unpack(packed));
  unpacked.set(id, detail);
  return detail;
}

/** Unpacks all details while the reader does nothing, so that they can be printed. */
export async function unpackAll(): Promise<void> {
  await wholePage;
  for (const script of document.querySelectorAll(`script[${packedFor}]`)) {
    await idle();
    await detailFor(script.getAttribute(packedFor) ?? '');
  }
}

async function unpack(base64: string): Promise<Detail> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  // The page made it of a report that was parsed by its schema.
  return new Response(stream).json() as Promise<Detail>;
}

/** The data stands behind the script, so that the page is drawn before megabytes of it are read. */
const wholePage = new Promise<void>((resolve) => {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => resolve());
  else resolve();
});

function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no requestIdleCallback.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve());
    else setTimeout(resolve, 5);
  });
}
