import { type Fault, invalid, serviceFault, swfFault } from './faults.ts';
import type { TokenInput } from './inputs.ts';
import type { ActivityTask, Call, JsonObject, Task, TaskList } from './model.ts';
import { deliveryVariants } from './mutants/delivery.ts';
import { faultVariants } from './mutants/fault.ts';
import { historyVariants } from './mutants/history.ts';
import { identityVariants } from './mutants/identity.ts';
import { isObject, serving, withBody } from './mutants/making.ts';
import type { Variant } from './mutants/mutant.ts';
import { wireVariants } from './mutants/wire.ts';
import { Protocol } from './protocol.ts';
import { ReferenceService } from './service.ts';

/** A service whose empty result is this. */
function emptyResult(result: JsonObject): Variant['options'] {
  return serving(
    class extends ReferenceService {
      override emptyResult(): JsonObject {
        return result;
      }
    },
  );
}

/** A server whose answers of JSON are written otherwise. */
function writing(write: (body: unknown) => string): Variant['options'] {
  return {
    wrap: async (request, next) => {
      const response = await next(request);
      const text = await response.clone().text();
      return text === '' ? response : withBody(response, write(JSON.parse(text)));
    },
  };
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  if (!isObject(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([name, member]) => [name, reversed(member)]);
  return Object.fromEntries(entries.reverse());
}

/** Servers that differ from the reference where the documentation leaves the choice. */
export const variants: readonly Variant[] = [
  {
    name: 'empty-token-text',
    does: 'In the empty result taskToken is "", as documented.',
    options: emptyResult({ taskToken: '', startedEventId: 0 }),
  },
  {
    name: 'empty-object',
    does: 'The empty result is an object without members.',
    options: emptyResult({}),
  },
  {
    name: 'empty-blank-members',
    does: 'The empty result has all members of a task, each blank.',
    warns: ['empty.no-other-members'],
    options: emptyResult({
      taskToken: '',
      activityId: '',
      startedEventId: 0,
      workflowExecution: { workflowId: '', runId: '' },
      activityType: { name: '', version: '' },
    }),
  },
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
    warns: ['task-list.refusal-fault'],
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
    warns: ['task-list.unicode-whitespace'],
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
    name: 'domain-too-long-unknown',
    does: 'A domain that is too long is answered UnknownResourceFault.',
    warns: ['domain.length-fault'],
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
  {
    name: 'tasks-come-later',
    does: 'A task is there 150 ms after the decision was acknowledged.',
    options: serving(
      class extends ReferenceService {
        override enqueue(list: TaskList, task: Task): void {
          this.timers.start(task, 'enqueue', 150, () => super.enqueue(list, task));
        }
      },
    ),
  },
  {
    name: 'answers-late',
    does: 'Each answer comes 300 ms late.',
    options: { latencyMs: 300 },
  },
  {
    name: 'answers-indented',
    does: 'Answers are indented, and members come in another order.',
    options: writing((body) => `${JSON.stringify(reversed(body), null, 2)}\n`),
  },
  {
    name: 'answers-nothing-as-object',
    does: 'An operation without output is answered with an empty object.',
    options: {
      wrap: async (request, next) => {
        const response = await next(request);
        return response.status === 200 && (await response.clone().text()) === ''
          ? withBody(response, '{}')
          : response;
      },
    },
  },
  {
    name: 'answers-have-more-headers',
    does: 'Answers have more headers.',
    options: {
      wrap: async (request, next) => {
        const response = await next(request);
        const headers = new Headers(response.headers);
        headers.set('Server', 'something/1.0');
        headers.set('Access-Control-Allow-Origin', '*');
        headers.set('X-Amz-Crc32', '0');
        return new Response(await response.text(), { status: response.status, headers });
      },
    },
  },
  {
    name: 'throttles',
    does: 'Every twentieth request is throttled.',
    options: serving(
      class extends ReferenceService {
        #requests = 0;

        override perform(operation: string, input: JsonObject, call: Call): Promise<JsonObject | undefined> {
          this.#requests += 1;
          if (this.#requests % 20 === 0) {
            throw serviceFault('ThrottlingException', 'Rate exceeded');
          }
          return super.perform(operation, input, call);
        }
      },
    ),
  },
  {
    name: 'tokens-otherwise',
    does: 'Tokens have 1024 characters, and those that serve no more are answered in other words.',
    options: serving(
      class extends ReferenceService {
        override taskToken(task: Task): string {
          return `${super.taskToken(task)}+/=${task.execution.runId}`.padEnd(1024, '=');
        }

        override refuseClosedActivity(task: ActivityTask): void {
          if (task.closed) {
            throw swfFault('UnknownResourceFault', 'No such task');
          }
        }

        override refuseClosedExecution(task: Task): void {
          if (task.execution.closeStatus !== undefined) {
            throw swfFault('UnknownResourceFault', 'No such execution');
          }
        }

        protected override taskOf(token: string): Task {
          try {
            return super.taskOf(token);
          } catch {
            throw swfFault('UnknownResourceFault', 'No such token');
          }
        }
      },
    ),
  },
  {
    name: 'cancellation-is-told-later',
    does: 'A heartbeat says that cancellation was asked for a second after it was.',
    options: serving(
      class extends ReferenceService {
        readonly #since = new Map<ActivityTask, number>();

        override recordActivityTaskHeartbeat(input: TokenInput): JsonObject {
          const { cancelRequested } = super.recordActivityTaskHeartbeat(input);
          const task = this.openActivity(input.taskToken);
          const since = this.#since.get(task) ?? this.now();
          if (cancelRequested) {
            this.#since.set(task, since);
          }
          return { cancelRequested: cancelRequested === true && this.now() > since + 1 };
        }
      },
    ),
  },
  {
    name: 'input-empty-text',
    does: 'Where no input was given it is "".',
    options: serving(
      class extends ReferenceService {
        override activityTaskView(task: ActivityTask): JsonObject {
          return { ...super.activityTaskView(task), input: task.input ?? '' };
        }
      },
    ),
  },
  {
    name: 'hold-ends-late',
    does: 'A poll is held for 1.5 s more than the hold.',
    options: serving(
      class extends ReferenceService {
        override holdMilliseconds(): number {
          return super.holdMilliseconds() + 1500;
        }
      },
    ),
  },
  {
    name: 'hold-ends-early',
    does: 'A poll is held for 0.93 of the hold.',
    options: serving(
      class extends ReferenceService {
        override holdMilliseconds(): number {
          return super.holdMilliseconds() * 0.93;
        }
      },
    ),
  },
  {
    name: 'hold-wakes-later',
    does: 'A poll is woken 700 ms after its task was scheduled.',
    options: {
      pollHoldSeconds: 4,
      ...serving(
        class extends ReferenceService {
          override wake(list: TaskList): void {
            this.timers.start({}, 'wake', 700, () => super.wake(list));
          }
        },
      ),
    },
  },
  {
    name: 'hold-wakes-last-poll-first',
    does: 'Of the polls that wait on a list the last one is served first.',
    options: serving(
      class extends ReferenceService {
        override wake(list: TaskList): void {
          list.pollers.reverse();
          super.wake(list);
          list.pollers.reverse();
        }
      },
    ),
  },
  {
    name: 'unauthenticated',
    does: 'Signatures are not looked at.',
    options: {
      protocol: (service, options) =>
        new (class extends Protocol {
          override authenticate(): undefined {}
        })(service, options),
    },
  },
  ...deliveryVariants,
  ...historyVariants,
  ...identityVariants,
  ...faultVariants,
  ...wireVariants,
];
