import type { ScheduleActivityAttributes } from '../inputs.ts';
import type { Execution } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { serving } from './making.ts';
import type { Mutant } from './mutant.ts';
import { reading } from './task-list-making.ts';

/** A service that changes the name of the list on which an activity is scheduled, and not the polled one. */
function schedulingOn(change: (name: string) => string): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override scheduleActivity(execution: Execution, wanted: ScheduleActivityAttributes, id: number): void {
        const taskList = wanted.taskList && { taskList: { name: change(wanted.taskList.name) } };
        super.scheduleActivity(execution, { ...wanted, ...taskList }, id);
      }
    },
  );
}

const exact = ['poll-for-activity-task.task-list.valid', 'poll-for-activity-task.delivery.exact-list'];

/** Names of task lists that are read, or kept, otherwise than they were given. */
export const taskListReadingMutants: readonly Mutant[] = [
  {
    name: 'task-list-json',
    breaks: ['poll-for-activity-task.task-list.valid'],
    does: 'A polled task list name that reads as JSON is parsed.',
    options: reading((name) => {
      try {
        return String(JSON.parse(name));
      } catch {
        return name;
      }
    }),
  },
  {
    name: 'task-list-percent',
    breaks: ['poll-for-activity-task.task-list.valid'],
    does: 'A polled task list name is decoded as part of a URL is.',
    options: reading((name) => {
      try {
        return decodeURIComponent(name);
      } catch {
        return name;
      }
    }),
  },
  {
    name: 'task-list-plus',
    breaks: ['poll-for-activity-task.task-list.valid'],
    does: 'A plus sign in a polled task list name is read as a space.',
    options: reading((name) => name.replaceAll('+', ' ')),
  },
  {
    name: 'task-list-normalizes-polls',
    breaks: exact,
    does: 'The name of a polled task list is normalized, and the scheduled one is not.',
    options: reading((name) => name.normalize('NFC')),
  },
  {
    name: 'task-list-normalizes-schedules',
    breaks: exact,
    does: 'The name of a task list on which an activity is scheduled is normalized, and the polled one is not.',
    options: schedulingOn((name) => name.normalize('NFC')),
  },
  {
    name: 'task-list-folds-schedules',
    breaks: exact,
    does: 'The name of a task list on which an activity is scheduled is written in lower case.',
    options: schedulingOn((name) => name.toLowerCase()),
  },
  {
    name: 'task-list-joins-space',
    breaks: exact,
    does: 'Two spaces in the name of a polled task list become one.',
    options: reading((name) => name.replaceAll(/(?<=\S) {2,}(?=\S)/g, ' ')),
  },
  {
    name: 'task-list-cut',
    breaks: exact,
    does: 'The name of a task list on which an activity is scheduled is cut to 255 characters.',
    options: schedulingOn((name) => name.slice(0, 255)),
  },
  {
    name: 'task-list-latin',
    breaks: exact,
    does: 'What Latin-1 lacks in the name of a task list on which an activity is scheduled becomes a question mark.',
    options: schedulingOn((name) => name.replaceAll(/[^\u0000-\u00ff]/g, '?')),
  },
];
