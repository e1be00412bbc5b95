#!/usr/bin/env node
// Runs on any Node since 16, so that an old one is told apart from a broken installation: what is imported here, and
// what is written here, must parse there.
import { tooOld } from './node-version.ts';

const complaint = tooOld(process.versions.node);
if (complaint === undefined) {
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
} else {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 2;
}
