import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkWritable, fileReporters, writeReports } from '../../reporters/write.ts';
import { sampleReport } from './sample.ts';

const files = fileReporters.map(({ file }) => file);
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'swfc-write-'));
});
afterEach(() => rm(home, { recursive: true }));

describe('writeReports', () => {
  it('writes every report, over those of an earlier run, and nothing else', async () => {
    const directory = join(home, 'a', 'b');
    const report = sampleReport();
    await writeReports(report, directory);
    const paths = await writeReports(
      { ...report, target: { ...report.target, region: 'eu-west-1' } },
      directory,
    );
    expect(paths).toEqual(files.map((file) => join(directory, file)));
    expect((await readdir(directory)).sort()).toEqual([...files].sort());
    for (const path of paths) expect(await readFile(path, 'utf8')).toContain('eu-west-1');
  });

  it('writes none when one cannot be rendered', async () => {
    const report = sampleReport();
    const broken = { ...report, run: { ...report.run, seed: 1.5 } };
    await expect(writeReports(broken, join(home, 'never'))).rejects.toThrow(/seed/);
    expect(await readdir(home)).toEqual([]);
  });

  it('throws when one cannot be written, and leaves no temporary file', async () => {
    await mkdir(join(home, 'junit.xml'));
    await expect(writeReports(sampleReport(), home)).rejects.toThrow();
    expect((await readdir(home)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('checkWritable', () => {
  it('creates the directory, and leaves nothing in it', async () => {
    await checkWritable(join(home, 'new', 'reports'));
    expect(await readdir(join(home, 'new', 'reports'))).toEqual([]);
  });

  it('says clearly why it cannot be', async () => {
    const file = join(home, 'file');
    await writeFile(file, '');
    await expect(checkWritable(file)).rejects.toThrow(
      `The reports cannot be written to ${file}: it is a file`,
    );
    await expect(checkWritable(join(file, 'below'))).rejects.toThrow('a part of the path is a file');
    await expect(checkWritable(join(home, 'x'.repeat(300)))).rejects.toThrow('the path is too long');
    await mkdir(join(home, 'index.html'));
    await expect(checkWritable(home)).rejects.toThrow('index.html cannot be written: it is a directory');
  });
});
