import { z } from 'zod';

/** One of the parts that the selected rules are cut into, to be run on as many machines. */
export const shard = z
  .object({ index: z.number().int().min(1), count: z.number().int().min(1).max(100) })
  .refine(({ index, count }) => index <= count);
export type Shard = z.infer<typeof shard>;

/** Why a rule is not in this part. */
export function notInShard({ index, count }: Shard): string {
  return `not in shard ${index} of ${count}`;
}
