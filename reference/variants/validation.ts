import { type Fault, invalid, swfFault } from '../faults.ts';
import type { JsonObject } from '../model.ts';
import { isObject, serving } from '../mutants/making.ts';
import type { Variant } from '../mutants/mutant.ts';
import { ReferenceService } from '../service.ts';

/** How members are checked, and in which order. */
export const validationVariants: readonly Variant[] = [
  {
    name: 'validation-other-words',
    does: 'What is wrong with a member is said in other words, and once.',
    options: serving(
      class extends ReferenceService {
        override refusal(): Fault {
          return invalid('Invalid parameter.');
        }
      },
    ),
  },
  {
    name: 'validation-after-domain',
    does: 'The domain is looked up before anything else of a poll is checked.',
    options: serving(
      class extends ReferenceService {
        override readInput(operation: string, body: unknown): JsonObject {
          const given = isObject(body) ? body.domain : undefined;
          const isName = typeof given === 'string' && given.length > 0 && given.length <= 256;
          const isKnown = [...this.domains.values()].some(({ name }) => name === given);
          if (operation === 'PollForActivityTask' && isName && !isKnown) {
            throw this.unknownDomain(given);
          }
          return super.readInput(operation, body);
        }
      },
    ),
  },
  {
    name: 'validation-of-types',
    does: 'A member of the wrong type is answered ValidationException.',
    options: serving(
      class extends ReferenceService {
        override wrongType(): Fault {
          return invalid('Wrong type.');
        }
      },
    ),
  },
  {
    name: 'validation-of-domain-names',
    does: 'The naming rules of a domain hold for polls too.',
    options: serving(
      class extends ReferenceService {
        override readInput(operation: string, body: unknown): JsonObject {
          const input = super.readInput(operation, body);
          const problem = typeof input.domain === 'string' ? this.nameProblem(input.domain) : undefined;
          if (problem !== undefined) {
            throw this.refusal([`Value at 'domain' failed to satisfy constraint: ${problem}`]);
          }
          return input;
        }
      },
    ),
  },
  {
    name: 'validation-of-names-by-another-fault',
    does: 'A name that breaks the naming rules is answered InvalidParameterValueException.',
    warns: ['poll-for-activity-task.task-list.refusal-fault'],
    options: serving(
      class extends ReferenceService {
        override refusal(problems: string[]): Fault {
          const isNaming = problems.every((problem) => /must not (contain|start|be 'arn')/.test(problem));
          return isNaming ? swfFault('InvalidParameterValueException', 'Bad name') : super.refusal(problems);
        }
      },
    ),
  },
  {
    name: 'lengths-in-utf-16',
    does: 'A character beyond U+FFFF counts as two.',
    options: serving(
      class extends ReferenceService {
        override lengthOf(text: string): number {
          return text.length;
        }
      },
    ),
  },
  {
    name: 'whitespace-of-ascii',
    does: 'Only the white space of ASCII may not surround a name.',
    warns: ['poll-for-activity-task.task-list.unicode-whitespace'],
    options: serving(
      class extends ReferenceService {
        override nameProblem(name: string): string | undefined {
          const isFree = /^[^\u0000- \u007f-\u009f]/.test(name) && /[^\u0000- \u007f-\u009f]$/.test(name);
          return super.nameProblem(isFree ? name.replaceAll(/^\s+|\s+$/g, '.') : name);
        }
      },
    ),
  },
  {
    name: 'task-list-arn-in-any-case',
    does: 'The task list names ARN and Arn are refused as arn is.',
    options: serving(
      class extends ReferenceService {
        override taskListNameProblem(name: string): string | undefined {
          return super.taskListNameProblem(name.toLowerCase() === 'arn' ? 'arn' : name);
        }
      },
    ),
  },
  {
    name: 'domain-too-long-is-unknown',
    does: 'A domain that is too long is answered UnknownResourceFault.',
    warns: ['poll-for-activity-task.domain.length-fault'],
    options: serving(
      class extends ReferenceService {
        override readInput(operation: string, body: unknown): JsonObject {
          const given = isObject(body) ? body.domain : undefined;
          if (typeof given === 'string' && (given === '' || given.length > 256)) {
            throw this.unknownDomain(given);
          }
          return super.readInput(operation, body);
        }
      },
    ),
  },
];
