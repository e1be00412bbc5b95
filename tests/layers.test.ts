import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { expect, it } from 'vitest';

/**
 * Who may import whom: each folder, and each file at the top, with the folders that it may import from. A type counts as all
 * else does. `reference/` shares nothing with what judges it.
 */
const layers: Readonly<Record<string, readonly string[]>> = {
  'build.ts': ['reporters'],
  'index.ts': ['client', 'engine', 'kit', 'reference', 'reporters', 'results', 'suites'],
  'vitest.config.ts': [],
  'vitest.ts': ['engine', 'kit', 'reporters', 'results', 'suites'],
  action: ['engine', 'reporters', 'results'],
  cli: ['client', 'engine', 'kit', 'reference', 'reporters', 'results', 'suites', 'swf'],
  client: [],
  docs: ['cli', 'engine', 'kit', 'reference', 'reporters', 'results', 'suites'],
  emulators: ['docs', 'kit', 'reporters', 'results', 'suites'],
  engine: ['client', 'kit', 'results', 'suites'],
  generators: [],
  kit: ['client', 'results'],
  reference: [],
  reporters: ['results'],
  results: [],
  suites: ['client', 'generators', 'kit', 'swf'],
  swf: [],
};

const root = resolve(import.meta.dirname, '..');
const files = globSync('**/*.ts', { cwd: root, exclude: ['**/node_modules', 'dist', 'examples'] });
const importsOf = new Map(
  files.map((file) => [file, importsIn(file, readFileSync(join(root, file), 'utf8'))]),
);

/** What a file imports of ours: by import or export, of values or types, and by import(). */
function importsIn(file: string, text: string): string[] {
  const statement =
    /^(?:import|export)\b(?:[^'"`;=(]*?\bfrom)?\s*'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'\s*\)/gm;
  return [...text.matchAll(statement)].map(([, named, called]) =>
    normalize(join(dirname(file), named ?? called ?? '')),
  );
}

/** A folder, or a file at the top. */
function layerOf(file: string): string {
  return file.split('/')[0] ?? '';
}

it('reads imports of every kind', () => {
  const text = `import a, { b } from './a.ts';\nimport {\n  c,\n  type D,\n} from '../x/b.ts';\nimport './c.ts';
import type { E } from './d.ts';\nexport * from './e.ts';\nexport type { F } from './f.ts';\nimport 'outside';
const { g } = await import('./g.ts');\ntype H = import('./h.ts').H;\nexport const i = './i.ts';`;
  const all = ['y/a.ts', 'x/b.ts', ...['c', 'd', 'e', 'f', 'g', 'h'].map((name) => `y/${name}.ts`)];
  expect(importsIn('y/z.ts', text)).toEqual(all);
});

it('no file imports from a layer that its own may not', () => {
  const others = files.filter((file) => layerOf(file) !== 'tests');
  expect(others.filter((file) => !(layerOf(file) in layers))).toEqual([]);
  const wrong = others.flatMap((file) =>
    (importsOf.get(file) ?? [])
      .filter((imported) => layerOf(imported) !== layerOf(file))
      .filter((imported) => !layers[layerOf(file)]?.includes(layerOf(imported)))
      .map((imported) => `${file} may not import ${imported}`),
  );
  expect(wrong).toEqual([]);
});

it('no layer may import another that it has no need of', () => {
  const unused = Object.entries(layers).flatMap(([layer, allowed]) => {
    const used = files.filter((file) => layerOf(file) === layer).flatMap((file) => importsOf.get(file) ?? []);
    return allowed
      .filter((other) => !used.some((file) => layerOf(file) === other))
      .map((other) => `${layer} does not import ${other}`);
  });
  expect(unused).toEqual([]);
});

it('no files import one another in a circle', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (path.includes(file) || done.has(file)) return;
    for (const imported of importsOf.get(file) ?? []) walk(imported, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});
