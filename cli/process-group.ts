import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Asked to end, a server is given this long; most end within 100 ms, one that waits for its connections takes seconds. */
const graceMs = 5000;

/** Killed, a process is gone within milliseconds, unless a disk or a network file system holds it. */
const killedMs = 5000;

/** Ends all processes of a group, and waits until they are gone. False when some could not be ended. */
export async function endGroup(id: number): Promise<boolean> {
  signalGroup(id, 'SIGTERM');
  if (await isGone(id, graceMs)) return true;
  signalGroup(id, 'SIGKILL');
  return isGone(id, killedMs);
}

/** Signals all processes of a group, if there are any. */
export function signalGroup(id: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-id, signal);
  } catch {
    // It is gone, or another user's: whoever asks whether it lives is told.
  }
}

/** Whether a process of the group runs. */
export function groupLives(id: number): boolean {
  try {
    process.kill(-id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
  return !areAllZombies(id);
}

async function isGone(id: number, withinMs: number): Promise<boolean> {
  const since = performance.now();
  while (groupLives(id)) {
    if (performance.now() - since > withinMs) return false;
    await delay(20);
  }
  return true;
}

/**
 * Whether nothing of the group is left but processes that have ended, and that nobody has asked for their exit code: in a
 * container whose first process does not, such as `tail` or a server, they stay for good. Only Linux shows it.
 */
function areAllZombies(id: number): boolean {
  const states = processes().flatMap((pid) => {
    try {
      // "12 (name) S 1 12 ...": the state, the parent, the group. A name may hold anything.
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const [state = '', , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(group) === id ? [state] : [];
    } catch {
      // It has ended since.
      return [];
    }
  });
  return states.length > 0 && states.every((state) => state === 'Z' || state === 'X');
}

function processes(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
