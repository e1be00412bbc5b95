import { invalid } from '../faults.ts';
import type { JsonObject } from '../model.ts';
import type { Mutant } from './mutant.ts';
import { inputUnknown, telling, writing } from './task-making.ts';
import { cutTo, cutToBytes, nameChanges, textChanges } from './text-changes.ts';

/** A service that changes an input that was given. */
function changingInput(change: (input: string) => string | undefined): Mutant['options'] {
  return telling((view, { input }) => ({ ...view, input: input === undefined ? undefined : change(input) }));
}

/** A service that makes up an input where none was given. */
function makingUpInput(make: (view: JsonObject) => unknown): Mutant['options'] {
  return telling((view) => ({ ...view, input: view.input ?? make(view) }));
}

/** What an SDK's user sees changed, too: the rule's input has characters of these kinds. */
const seenBySdk = new Set([
  ...['lower-case', 'upper-case', 'nfd', 'ascii', 'latin', 'utf-8-twice'],
  ...['trimmed', 'trimmed-at-end', 'windows-line-ends'],
]);

const changes = [...nameChanges, ...textChanges, ...[256, 2048, 32_767].map(cutTo), cutToBytes(32_768)];

/** What becomes of a task's input. */
export const taskInputMutants: readonly Mutant[] = [
  ...changes.map(
    ({ name, does, change }): Mutant => ({
      name: `task-input-${name}`,
      breaks: seenBySdk.has(name)
        ? ['poll-for-activity-task.task.input', 'poll-for-activity-task.task.sdk']
        : ['poll-for-activity-task.task.input'],
      ...(name === 'upper-case' && { collateral: [inputUnknown] }),
      does: `input ${does}.`,
      options: changingInput(change),
    }),
  ),
  {
    name: 'task-input-quoted',
    breaks: ['poll-for-activity-task.task.input', 'poll-for-activity-task.task.sdk'],
    collateral: [inputUnknown],
    does: 'input is written as JSON once more.',
    options: changingInput((input) => JSON.stringify(input)),
  },
  {
    name: 'task-input-base64',
    breaks: ['poll-for-activity-task.task.input', 'poll-for-activity-task.task.sdk'],
    collateral: [inputUnknown],
    does: 'input is in Base64.',
    options: changingInput((input) => Buffer.from(input).toString('base64')),
  },
  {
    name: 'task-input-dropped-at-limit',
    breaks: ['poll-for-activity-task.task.input'],
    does: 'An input of 32768 characters, the most that is allowed, is left out.',
    options: changingInput((input) => (input.length < 32_768 ? input : undefined)),
  },
  {
    name: 'task-input-crash',
    breaks: ['poll-for-activity-task.task.input'],
    does: 'A task with U+0000 in its input brings a 500.',
    options: changingInput((input) => {
      if (input.includes('\0')) {
        throw new TypeError('invalid byte sequence for encoding "UTF8": 0x00');
      }
      return input;
    }),
  },
  {
    name: 'task-input-refused',
    breaks: ['poll-for-activity-task.task.input'],
    does: 'A poll that comes upon an input of more than 32767 characters is refused.',
    options: changingInput((input) => {
      if (input.length > 32_767) {
        throw invalid('Member must have length less than or equal to 32767');
      }
      return input;
    }),
  },
  {
    name: 'task-input-made-up-null',
    breaks: ['poll-for-activity-task.task.input-absent'],
    does: 'Where no input was given it is the text null.',
    options: makingUpInput(() => 'null'),
  },
  {
    name: 'task-input-made-up-object',
    breaks: ['poll-for-activity-task.task.input-absent'],
    does: 'Where no input was given it is the text {}.',
    options: makingUpInput(() => '{}'),
  },
  {
    name: 'task-input-empty-object',
    breaks: ['poll-for-activity-task.task.input-absent', 'poll-for-activity-task.task.shape'],
    does: 'Where no input was given it is an empty object.',
    options: makingUpInput(() => ({})),
  },
  {
    name: 'task-input-of-type',
    breaks: ['poll-for-activity-task.task.input-absent'],
    does: 'Where no input was given it is what the task says of its type.',
    options: makingUpInput(({ activityType }) => JSON.stringify(activityType)),
  },
  {
    name: 'task-raw-line-ends',
    breaks: ['poll-for-activity-task.task.sdk', 'poll-for-activity-task.task.input'],
    does: 'A line end in the input is not escaped in the answer, which is no JSON then.',
    options: writing((text) => text.replaceAll(/(?<!\\)((?:\\\\)*)\\n/g, '$1\n')),
  },
];
