/** Prints a line. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Ends a command that was called wrongly. */
export function wrongUse(what: string, usage: string): never {
  process.stderr.write(`${what}\n${usage}\n`);
  process.exit(2);
}
