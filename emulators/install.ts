// Installs emulators through their registries' own clients, each into .emulators/ID, which git ignores.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Emulator, type Install, root } from './emulator.ts';

/** A crate of an AWS service's size takes some 20 minutes on four cores. */
const longestMs = 90 * 60_000;

/** Where an emulator and all about it is: its programs in `bin`, what it writes, the reports of its last run in `report`. */
export function placeOf({ id }: Pick<Emulator, 'id'>): string {
  return join(root, '.emulators', id);
}

type Command = readonly [program: string, ...args: string[]];

/** The commands that put its programs into the folder `bin` of the place. */
function commands(install: Install, place: string): Command[] {
  if ('pip' in install) {
    const quiet = ['--quiet', '--disable-pip-version-check'];
    return [
      ['python3', '-m', 'venv', place],
      [join(place, 'bin', 'pip'), 'install', ...quiet, ...install.pip],
    ];
  }
  if ('go' in install) return [['go', 'install', install.go]];
  const [, ...args] = installCommand(install).split(' ');
  return [['cargo', ...args, '--root', place, '--target-dir', join(place, 'target')]];
}

/** How a person would do the same. */
export function installCommand(install: Install): string {
  if ('pip' in install) return `pip install ${install.pip.map((each) => `'${each}'`).join(' ')}`;
  if ('go' in install) return `go install ${install.go}`;
  const { crate, version, bin, debug } = install.cargo;
  return `cargo install ${crate} --version ${version} --bin ${bin}${debug ? ' --debug' : ''}`;
}

/** Sees that an emulator is installed, in this version. Gives why it cannot be had, in its client's last words. */
export function installed(emulator: Emulator): string | undefined {
  const place = placeOf(emulator);
  const mark = join(place, 'installed');
  const wanted = JSON.stringify(emulator.install);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return undefined;
  process.stdout.write(`${emulator.name}: ${installCommand(emulator.install)}\n`);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const log = join(place, 'install.log');
  for (const [program, ...args] of commands(emulator.install, place)) {
    const output = openSync(log, 'a');
    const env = { ...process.env, GOBIN: join(place, 'bin') };
    const options = { cwd: place, env, timeout: longestMs };
    const { status, error } = spawnSync(program, args, { ...options, stdio: ['ignore', output, output] });
    closeSync(output);
    if (error) return error.message;
    if (status !== 0) return lastWords(readFileSync(log, 'utf8')) || `${program} exited ${status}`;
  }
  // What a build leaves is some gigabytes.
  rmSync(join(place, 'target'), { recursive: true, force: true });
  writeFileSync(mark, wanted);
  return undefined;
}

function lastWords(log: string): string {
  return log.trimEnd().split('\n').slice(-3).join(' ').trim().slice(-500);
}
