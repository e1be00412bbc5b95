import { invalid, swfFault } from '../faults.ts';
import type { DecisionsInput, PollInput, ScheduleActivityAttributes } from '../inputs.ts';
import type { ActivityType, Call, Domain, Execution, JsonObject, Task } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { isObject, serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** Mistakes of what a list is, and of what is put on it. */
export const deliveryListsMutants: readonly Mutant[] = [
  {
    name: 'delivery-list-names-in-lower-case',
    breaks: ['poll-for-activity-task.delivery.exact-list'],
    does: 'Names of lists are compared without regard to case.',
    options: keyedBy((domain, kind, name) => [domain.region, domain.name, kind, name.toLowerCase()]),
  },
  {
    name: 'delivery-list-names-normalized',
    breaks: ['poll-for-activity-task.delivery.exact-list'],
    does: 'Names of lists are compared in Unicode normalization form C.',
    options: keyedBy((domain, kind, name) => [domain.region, domain.name, kind, name.normalize()]),
  },
  {
    name: 'delivery-list-names-with-single-spaces',
    breaks: ['poll-for-activity-task.delivery.exact-list'],
    does: 'Runs of white space in the names of lists count as one space.',
    options: keyedBy((domain, kind, name) => [
      domain.region,
      domain.name,
      kind,
      name.replaceAll(/\s+/g, ' '),
    ]),
  },
  {
    name: 'delivery-list-names-cut',
    breaks: ['poll-for-activity-task.delivery.exact-list'],
    does: 'Names of lists are kept in 255 characters.',
    options: keyedBy((domain, kind, name) => [domain.region, domain.name, kind, name.slice(0, 255)]),
  },
  {
    name: 'delivery-list-names-as-prefixes',
    breaks: ['poll-for-activity-task.delivery.exact-list'],
    collateral: [{ rules: ['*'], why: "Names of other rules' lists begin as a rule's own do." }],
    does: 'A poll gets the tasks of every list whose name begins as its own.',
    options: foundBy((wanted, present) => present.startsWith(wanted)),
  },
  {
    name: 'delivery-list-names-by-their-beginning',
    breaks: ['poll-for-activity-task.delivery.exact-list'],
    collateral: [{ rules: ['*'], why: "Names of other rules' lists begin as a rule's own do." }],
    does: "A poll gets the tasks of a list with whose name its own begins, as of a parent's.",
    options: foundBy((wanted, present) => wanted.startsWith(present)),
  },
  {
    name: 'delivery-lists-of-all-domains',
    breaks: ['poll-for-activity-task.delivery.domain-scoped'],
    collateral: [
      {
        rules: ['poll-for-activity-task.delivery.domain-scoped', 'poll-for-activity-task.task-list.valid'],
        why: 'Other rules poll in another domain for names that are generated here too, and take the tasks.',
      },
    ],
    does: 'A list is known by its name alone, in whatever domain.',
    options: keyedBy((domain, kind, name) => [domain.region, kind, name]),
  },
  {
    name: 'delivery-domain-and-list-joined',
    breaks: ['poll-for-activity-task.delivery.domain-scoped'],
    does: "A list's key is its domain's name and its own, one right after the other.",
    options: keyedBy((domain, kind, name) => [domain.region, kind, `${domain.name}${name}`]),
  },
  {
    name: 'delivery-domain-and-list-joined-by-dash',
    breaks: ['poll-for-activity-task.delivery.domain-scoped'],
    does: "A list's key is its domain's name and its own with a dash between.",
    options: keyedBy((domain, kind, name) => [domain.region, kind, `${domain.name}-${name}`]),
  },
  {
    name: 'delivery-lists-of-all-regions',
    breaks: ['poll-for-activity-task.delivery.region-scoped'],
    does: 'Each region has its domains, and they all share their lists.',
    options: keyedBy((domain, kind, name) => [domain.name, kind, name]),
  },
  {
    name: 'delivery-decision-tasks-swallowed',
    breaks: ['poll-for-activity-task.delivery.activity-lists-only'],
    does: 'Activity and decision tasks share a list; a poll for activities takes a decision task and answers with nothing.',
    options: keyedBy((domain, _kind, name) => [domain.region, domain.name, name]),
  },
  {
    name: 'delivery-decision-tasks-for-activity-workers',
    breaks: ['poll-for-activity-task.delivery.activity-lists-only'],
    collateral: [
      {
        rules: ['poll-for-activity-task.delivery.only-scheduled'],
        why: 'A decision task waits on the list that is polled there.',
      },
    ],
    does: 'Activity and decision tasks share a list, and a poll for activities is answered with whatever comes first.',
    options: serving(
      class extends ReferenceService {
        override listKey(domain: Domain, _kind: Task['kind'], name: string) {
          return JSON.stringify([domain.region, domain.name, name]);
        }
        override async pollForActivityTask(input: PollInput, call: Call) {
          const list = this.listOf(this.domainOf(input.domain, call), 'activity', input.taskList.name);
          const task = await this.taskFrom(list, input.identity, call.signal);
          if (task?.kind === 'activity') return this.activityTaskView(task);
          return task ? this.decisionTaskView(task, input) : this.emptyResult();
        }
      },
    ),
  },
  {
    name: 'delivery-tasks-made-up-on-any-list',
    breaks: ['poll-for-activity-task.delivery.only-scheduled'],
    collateral: [
      { rules: ['*'], why: 'While an execution is open, polls of all rules are answered with its tasks.' },
    ],
    does: 'While an execution is open, a poll on a list that was never used is answered with a task of it.',
    options: madeUp((service, domain, name) => service.listOf(domain, 'activity', name).tasks.length === 0),
  },
  {
    name: 'delivery-tasks-made-up-on-decision-lists',
    breaks: ['poll-for-activity-task.delivery.only-scheduled'],
    collateral: [
      {
        rules: ['poll-for-activity-task.delivery.activity-lists-only'],
        why: 'The list that is polled there is the decision list of an open execution.',
      },
    ],
    does: 'A poll on the decision list of an open execution is answered with a task of it.',
    options: madeUp((_service, domain, name) =>
      openExecutions(domain).some(({ taskList }) => taskList.name === name),
    ),
  },
  {
    name: 'delivery-types-registered-by-use',
    breaks: ['poll-for-activity-task.delivery.unregistered-type'],
    does: 'An activity type that is not registered is as good as one that is.',
    options: typesFound((_execution, { activityType }) => ({
      ...activityType,
      deprecated: false,
      defaultTaskList: undefined,
      defaultTaskPriority: undefined,
      defaults: {
        scheduleToStart: undefined,
        scheduleToClose: undefined,
        startToClose: undefined,
        heartbeat: undefined,
      },
    })),
  },
  {
    name: 'delivery-types-found-by-name',
    breaks: ['poll-for-activity-task.delivery.unregistered-type'],
    does: 'An activity type is found by its name, whatever its version.',
    options: typesFound((execution, { activityType }) =>
      [...execution.domain.activityTypes.values()].find(({ name }) => name === activityType.name),
    ),
  },
  {
    name: 'delivery-unregistered-type-refused',
    breaks: ['poll-for-activity-task.delivery.unregistered-type'],
    does: 'RespondDecisionTaskCompleted is refused where a decision names an activity type that is not registered.',
    options: serving(
      class extends ReferenceService {
        override respondDecisionTaskCompleted(input: DecisionsInput) {
          const { execution } = this.openDecision(input.taskToken);
          for (const { scheduleActivityTaskDecisionAttributes: wanted } of input.decisions ?? []) {
            if (wanted && !this.registeredType(execution, wanted))
              throw swfFault('UnknownResourceFault', `Unknown type: ${wanted.activityType.name}`);
          }
          return super.respondDecisionTaskCompleted(input);
        }
      },
    ),
  },
  {
    name: 'delivery-unregistered-type-unrecorded',
    breaks: ['poll-for-activity-task.delivery.unregistered-type'],
    does: 'A decision that schedules an activity type which is not registered is passed over in silence.',
    options: serving(
      class extends ReferenceService {
        override scheduleActivity(execution: Execution, wanted: ScheduleActivityAttributes, event: number) {
          if (this.registeredType(execution, wanted)) super.scheduleActivity(execution, wanted, event);
        }
      },
    ),
  },
  {
    name: 'delivery-default-list-always',
    breaks: ['poll-for-activity-task.delivery.decision-list'],
    does: "A task goes to its type's default list even where the decision names another.",
    options: serving(
      class extends ReferenceService {
        override activityTaskList(wanted: ScheduleActivityAttributes, type: ActivityType) {
          return type.defaultTaskList ?? wanted.taskList;
        }
      },
    ),
  },
  {
    name: 'delivery-default-list-joined-to-decision-list',
    breaks: ['poll-for-activity-task.delivery.decision-list'],
    does: "Where its type has a default list, a task goes to a list that is named after that and the decision's.",
    options: serving(
      class extends ReferenceService {
        override activityTaskList(wanted: ScheduleActivityAttributes, type: ActivityType) {
          const both = [type.defaultTaskList?.name, wanted.taskList?.name].filter(Boolean);
          return both.length > 0 ? { name: both.join('-') } : undefined;
        }
      },
    ),
  },
  {
    name: 'delivery-decision-without-list-refused',
    breaks: ['poll-for-activity-task.delivery.default-list'],
    does: 'Decisions that name no task list are refused, though the activity type has a default.',
    options: serving(
      class extends ReferenceService {
        override readInput(operation: string, body: unknown): JsonObject {
          const decisions = isObject(body) && Array.isArray(body.decisions) ? body.decisions : [];
          const scheduled = decisions.flatMap((each) => each?.scheduleActivityTaskDecisionAttributes ?? []);
          if (scheduled.some((attributes) => attributes.taskList === undefined)) {
            throw invalid('taskList must not be null');
          }
          return super.readInput(operation, body);
        }
      },
    ),
  },
  {
    name: 'delivery-default-list-unknown',
    breaks: ['poll-for-activity-task.delivery.default-list'],
    does: 'The default task list of an activity type is not used: the decision fails.',
    options: serving(
      class extends ReferenceService {
        override activityTaskList(wanted: ScheduleActivityAttributes) {
          return wanted.taskList;
        }
      },
    ),
  },
  {
    name: 'delivery-default-list-called-default',
    breaks: ['poll-for-activity-task.delivery.default-list'],
    does: 'Tasks whose decision names no list go to one list for all types, "default".',
    options: serving(
      class extends ReferenceService {
        override activityTaskList(wanted: ScheduleActivityAttributes) {
          return wanted.taskList ?? { name: 'default' };
        }
      },
    ),
  },
];

/** Lists that are told apart by these parts. */
function keyedBy(parts: (domain: Domain, kind: Task['kind'], name: string) => string[]): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override listKey(domain: Domain, kind: Task['kind'], name: string) {
        return JSON.stringify(parts(domain, kind, name));
      }
    },
  );
}

/** Polls for activities served from any list whose name fits theirs. */
function foundBy(fits: (wanted: string, present: string) => boolean): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override async pollForActivityTask(input: PollInput, call: Call) {
        this.domainOf(input.domain, call);
        const wanted = input.taskList.name;
        const found = [...this.lists.values()].find(
          ({ name, tasks }) => fits(wanted, name) && tasks.some(({ kind }) => kind === 'activity'),
        );
        return super.pollForActivityTask({ ...input, taskList: { name: found?.name ?? wanted } }, call);
      }
    },
  );
}

/** Polls for activities answered with tasks that nobody scheduled. */
function madeUp(
  when: (service: ReferenceService, domain: Domain, name: string) => boolean,
): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override async pollForActivityTask(input: PollInput, call: Call) {
        const domain = this.domainOf(input.domain, call);
        const [execution] = openExecutions(domain);
        if (!execution || !when(this, domain, input.taskList.name))
          return super.pollForActivityTask(input, call);
        const { workflowId, runId } = execution;
        return {
          taskToken: `made-up-${runId}`,
          activityId: 'activity-1',
          startedEventId: 1,
          workflowExecution: { workflowId, runId },
          activityType: { name: 'activity', version: '1' },
        };
      }
    },
  );
}

function openExecutions(domain: Domain): Execution[] {
  return [...domain.executions.values()].filter(({ closeStatus }) => closeStatus === undefined);
}

/** Where a type is not registered, this is taken for it. */
function typesFound(
  otherwise: (execution: Execution, wanted: ScheduleActivityAttributes) => ActivityType | undefined,
): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override registeredType(execution: Execution, wanted: ScheduleActivityAttributes) {
        return super.registeredType(execution, wanted) ?? otherwise(execution, wanted);
      }
    },
  );
}
