import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileReporters, reportFiles } from '../../reporters/report-files.ts';
import { checkWritable, writeReports } from '../../reporters/write.ts';
import { sampleReport } from './sample.ts';

const files = Object.values(reportFiles);
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'swfc-write-'));
});
afterEach(() => rm(home, { recursive: true }));

describe('writeReports', () => {
  it('writes every report, over those of an earlier run, and nothing else', async () => {
    const directory = join(home, 'a', 'b');
    const report = sampleReport();
    await writeReports(report, directory, fileReporters);
    const paths = await writeReports(
      { ...report, run: { ...report.run, seed: 8128 } },
      directory,
      fileReporters,
    );
    expect(paths).toEqual(files.map((file) => join(directory, file)));
    expect((await readdir(directory)).sort()).toEqual([...files].sort());
    for (const path of paths) expect(await readFile(path, 'utf8')).toContain('8128');
  });

  it('writes no other than those that are asked for', async () => {
    expect(await writeReports(sampleReport(), home, ['markdown'])).toEqual([join(home, 'summary.md')]);
    expect(await readdir(home)).toEqual(['summary.md']);
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
    await checkWritable(join(home, 'new', 'reports'), files);
    expect(await readdir(join(home, 'new', 'reports'))).toEqual([]);
  });

  it('says clearly why it cannot be', async () => {
    const file = join(home, 'file');
    await writeFile(file, '');
    await expect(checkWritable(file, files)).rejects.toThrow(
      `The reports cannot be written to ${file}: it is a file`,
    );
    await expect(checkWritable(join(file, 'below'), files)).rejects.toThrow('a part of the path is a file');
    await expect(checkWritable(join(home, 'x'.repeat(300)), files)).rejects.toThrow('the path is too long');
    await mkdir(join(home, 'index.html'));
    await expect(checkWritable(home, files)).rejects.toThrow(
      'index.html cannot be written: it is a directory',
    );
    await checkWritable(home, ['junit.xml']);
  });
});
