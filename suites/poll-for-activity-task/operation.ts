import type { Operation } from '../../kit/operation.ts';

export const operation: Operation = {
  name: 'PollForActivityTask',
  slug: 'poll-for-activity-task',
  documentation: (quote) => ({ source: 'PollForActivityTask, Amazon SWF API Reference', quote }),
};
