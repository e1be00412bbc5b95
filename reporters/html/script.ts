import { readFile } from 'node:fs/promises';

let script: Promise<string> | undefined;

/** The page's script: in the package the file that `npm run build` made, in a checkout bundled once for each process. */
export function pageScript(): Promise<string> {
  script ??= made();
  return script;
}

async function made(): Promise<string> {
  if (!import.meta.url.endsWith('.ts'))
    return readFile(new URL('./client.bundle.js', import.meta.url), 'utf8');
  const { bundle } = await import('./bundle.ts');
  return bundle();
}
