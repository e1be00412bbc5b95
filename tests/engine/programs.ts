import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Runs a program in a folder of its own, where @aws-sdk/client-swf is installed; gives what it prints. */
export async function runProgram(text: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const home = await mkdtemp(join(tmpdir(), 'swf-conformance-program-'));
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|NODE_OPTIONS|VITEST)/.test(name));
  const env = { ...Object.fromEntries(kept), HOME: home, AWS_EC2_METADATA_DISABLED: 'true' };
  try {
    await symlink(modules, join(home, 'node_modules'), 'dir');
    await writeFile(join(home, 'see.mjs'), text);
    return await new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        ['see.mjs', ...args],
        { cwd: home, env, timeout: 60_000 },
        (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
      );
    });
  } finally {
    await rm(home, { recursive: true });
  }
}
