import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { Row } from './matrix.ts';
import type { Job } from './worker.ts';

/** How many servers a thread is given at once: its admission says how many of them it judges. */
const perThread = 64;

/** Judges servers on as many threads as there are cores; gives the rows in the order of the jobs. */
export async function onThreads(
  jobs: readonly Job[],
  onRow: (job: Job, row: Row) => void = () => {},
): Promise<Row[]> {
  await using pool = new Piscina<Job, Row>({
    filename: new URL('./worker.ts', import.meta.url).href,
    maxThreads: availableParallelism(),
    minThreads: availableParallelism(),
    concurrentTasksPerWorker: perThread,
  });
  const rows = jobs.map(async (job) => {
    const row = await pool.run(job);
    onRow(job, row);
    return row;
  });
  return await Promise.all(rows);
}
