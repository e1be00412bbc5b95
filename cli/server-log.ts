import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shortened, visibleLine } from '../results/visible.ts';
import { tell } from './text.ts';
import { WrongUse } from './wrong-use.ts';

/** So much of the beginning and of the end is kept: a whole run on moto writes 0.5 MB. */
export const keptBytes = 4 * 1024 * 1024;

/** A secret is looked for in whole lines; those that are longer than this are cut. */
const longestLine = 64 * 1024;

const shownLines = 20;
const shownColumns = 300;

/** What a server that we started writes, in a file; when it is too much, its beginning and its end. */
export class ServerLog {
  readonly path: string;
  readonly #redact: (text: string) => string;
  #file: number | undefined;
  // Texts are bytes as latin1, so that they can be searched and come out as they came in.
  #line = '';
  #recent = '';
  #written = 0;
  #total = 0;

  /** @throws WrongUse when the file cannot be written. */
  constructor(directory: string, redact: (text: string) => string) {
    this.path = join(directory, 'server.log');
    this.#redact = redact;
    try {
      // Not over an earlier one: whatever that is a link to is not ours.
      rmSync(this.path, { force: true });
      this.#file = openSync(this.path, 'wx');
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      throw new WrongUse({ where: '--out', what: `${this.path} cannot be written (${code})` });
    }
  }

  add(chunk: Uint8Array): void {
    const text = Buffer.from(chunk).toString('latin1');
    this.#total += text.length;
    this.#recent += text;
    if (this.#recent.length > 2 * keptBytes) this.#recent = this.#recent.slice(-keptBytes);
    if (this.#written >= keptBytes) return;
    const lines = this.#line + text;
    const end = lines.length > longestLine ? lines.length : lines.lastIndexOf('\n') + 1;
    this.#line = lines.slice(end);
    this.#writeBeginning(lines.slice(0, end));
  }

  /** The last lines, as they can be shown. */
  get lastLines(): string[] {
    const recent = this.#redact(this.#recent.slice(-longestLine));
    const text = Buffer.from(recent, 'latin1').toString().trimEnd();
    if (text === '') return [];
    return text
      .split('\n')
      .slice(-shownLines)
      .map((line) => shortened(visibleLine(line), shownColumns));
  }

  /** Writes what was kept of the end. Nothing is added after. */
  close(): void {
    if (this.#file === undefined) return;
    if (this.#written < keptBytes) this.#writeBeginning(this.#line);
    const left = this.#total - this.#written;
    const end = left > 0 ? this.#recent.slice(-Math.min(left, keptBytes)) : '';
    if (left > end.length) this.#write(`\n[swf-conformance: ${left - end.length} bytes left out]\n`);
    this.#write(this.#redact(end));
    closeSync(this.#file);
    this.#file = undefined;
  }

  #writeBeginning(text: string): void {
    this.#written += text.length;
    this.#write(this.#redact(text));
  }

  #write(text: string): void {
    if (this.#file === undefined || text === '') return;
    try {
      writeFileSync(this.#file, text, 'latin1');
    } catch (error) {
      tell(`swf-conformance: ${this.path} could not be written: ${(error as Error).message}`);
      closeSync(this.#file);
      this.#file = undefined;
    }
  }
}
