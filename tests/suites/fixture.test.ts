import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

it('rules reach the target by their fixture alone', () => {
  const files = globSync('suites/**/*.ts', { cwd: root });
  expect(files.length).toBeGreaterThan(30);
  const around = files.flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8');
    const found = source.match(
      /\b(target|fixture)\.target\b|\.(wire|stalls|options)(\.(?!ts)|;)|\{ target(: \w+)? \}: Fixture/,
    );
    return found ? [`${file}: ${found[0]}`] : [];
  });
  expect(around).toEqual([]);
});
