import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { groupLives } from '../../cli/process-group.ts';

it.runIf(process.platform === 'linux')(
  'a group of which nothing runs is gone, asked for or not',
  async () => {
    // `sleep` has the other process for a child, and never asks for its exit code.
    const script = "setsid sh -c 'echo $$; sleep 1' & exec sleep 60";
    const parent = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [line] = await once(parent.stdout, 'data');
      const id = Number(line);
      expect(groupLives(id)).toBe(true);
      while (!execFileSync('ps', ['-o', 'stat=', '-p', `${id}`], { encoding: 'utf8' }).startsWith('Z')) {
        await delay(50);
      }
      expect(process.kill(-id, 0)).toBe(true);
      expect(groupLives(id)).toBe(false);
    } finally {
      parent.kill();
    }
  },
);
