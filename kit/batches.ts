import type { Fixture } from './fixture.ts';
import type { ActivitySpec, ScheduledActivity } from './workflow.ts';

/** SWF refuses requests over 1 MB; half of that leaves room for all that surrounds the inputs. */
const batchBytes = 500_000;

/** One decision task's worth: an execution may have 1,000 open activities, and histories stay readable. */
const batchSize = 100;

/**
 * Schedules many activities with few requests: as many as fit with one decision task, each batch in an execution of its
 * own. Two of one batch never have the same activity id. Gives them in the order of the specs.
 * @throws SetupFailed
 */
export async function scheduleMany(
  target: Fixture,
  specs: readonly ActivitySpec[],
): Promise<ScheduledActivity[]> {
  const scheduled = new Map<ActivitySpec, ScheduledActivity>();
  await Promise.all(
    batches(specs).map(async (batch) => {
      const workflow = await target.startWorkflow();
      const activities = await workflow.schedule(...batch);
      for (const [i, spec] of batch.entries()) scheduled.set(spec, activities[i] as ScheduledActivity);
    }),
  );
  return specs.map((spec) => scheduled.get(spec) as ScheduledActivity);
}

function batches(specs: readonly ActivitySpec[]): ActivitySpec[][] {
  const made: { specs: ActivitySpec[]; bytes: number; ids: Set<string> }[] = [];
  for (const spec of specs) {
    const bytes = Buffer.byteLength(JSON.stringify(spec)) + 500;
    const id = spec.activityId;
    const fits = made.find(
      (batch) =>
        batch.specs.length < batchSize &&
        batch.bytes + bytes <= batchBytes &&
        !(id !== undefined && batch.ids.has(id)),
    );
    const batch = fits ?? { specs: [], bytes: 0, ids: new Set() };
    if (!fits) made.push(batch);
    batch.specs.push(spec);
    batch.bytes += bytes;
    if (id !== undefined) batch.ids.add(id);
  }
  return made.map((batch) => batch.specs);
}
