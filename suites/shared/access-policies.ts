import { faultOf } from '../../client/fault.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { LongPoll, Operation } from '../../kit/operation.ts';
import { Inconclusive, NotApplicable } from '../../kit/outcome.ts';
import { knownBy } from '../../kit/poll.ts';
import { model, type RuleContext, type RuleDefinition } from '../../kit/rule.ts';
import { arrivalMs, pollInWindow, settleMs } from '../../kit/waiting.ts';
import type { AwaitedTask } from '../../kit/workflow.ts';
import {
  allowed,
  by,
  type Caller,
  caller,
  callerIf,
  denials,
  known,
  leftWaiting,
  waitingTask,
} from './access-callers.ts';
import { acceptanceMs, refusalMs } from './mistakes.ts';

/** A domain and a list where a caller may not poll, and why. */
interface Place {
  readonly domain: string;
  readonly taskList: string;
  readonly why: string;
}

const insufficient =
  "If the caller doesn't have sufficient permissions to invoke the action […] the action fails.";
const denialFix = 'as OperationNotPermittedFault or AccessDeniedException (HTTP 400)';

/** Who is known may do what policies allow. */
export function accessPolicies(operation: LongPoll): readonly RuleDefinition[] {
  const { name } = operation;
  const asked = (who: Caller) => ({ operation: name, ...by(who, name), deadlineMs: refusalMs });
  return [
    {
      id: 'access.action',
      level: 'must',
      evidence: ['doc'],
      requires: ['authentication'],
      says: `A poll by a principal without permission for swf:${name} is denied: OperationNotPermittedFault or AccessDeniedException.`,
      citation: operation.documentation(
        `Use an Action element to allow or deny permission to call this action. […] ${insufficient}`,
      ),
      fix: `Ask the caller's policies about swf:${name} before a poll is served, and deny it ${denialFix} where none allows it or one denies it.`,
      async check(context) {
        const { target } = context;
        const who = caller(target, 'withoutAction');
        const domain = await target.quietDomain();
        const why = `whose policy does not allow swf:${name}`;
        await known(context, who);
        await deniedThere(context, operation, who, [{ domain, taskList: target.freshName(), why }]);
      },
    },
    {
      id: 'access.domain',
      level: 'must',
      evidence: ['doc'],
      requires: ['authentication'],
      says: 'A principal that may poll in one domain alone, by the Resource of its policy, is denied in others and served in that one.',
      citation: operation.documentation(
        `Use a Resource element with the domain name to limit the action to only specified domains. […] ${insufficient}`,
      ),
      fix: `Compare the whole ARN of the domain, arn:aws:swf:REGION:ACCOUNT:/domain/NAME, with each Resource of the policy; deny a poll elsewhere ${denialFix}.`,
      async check(context) {
        const { target } = context;
        const who = caller(target, 'onlyDomain');
        const { domain: own } = who.principal;
        const others = [await target.domain(), await target.quietDomain()].filter((domain) => domain !== own);
        await target.registerDomain(own);
        const poll = { domain: own, taskList: target.freshName() };
        await allowedThere(
          context,
          operation,
          who,
          poll,
          `a poll by ${who.name} in domain ${own}, which its policy names`,
        );
        const why = `whose policy names the domain ${own} alone`;
        await deniedThere(
          context,
          operation,
          who,
          others.map((domain) => ({
            domain,
            taskList: target.freshName(),
            why: `${why}, in domain ${domain}`,
          })),
        );
      },
    },
    {
      id: 'access.task-list',
      level: 'must',
      evidence: ['doc'],
      requires: ['authentication'],
      says: 'A principal that may poll one task list alone, by the condition swf:taskList.name of its policy, is denied on others and served on that one.',
      citation: operation.documentation(
        `Constrain the taskList.name parameter by using a Condition element with the swf:taskList.name key to allow the action to access only certain task lists. […] ${insufficient}`,
      ),
      fix: `Give the condition key swf:taskList.name the name of the poll's task list, and compare it exactly; deny a poll of another list ${denialFix}.`,
      async check(context) {
        const { target } = context;
        const who = caller(target, 'onlyTaskList');
        const { taskList: own } = who.principal;
        // The name is not this run's alone: so it is polled where nothing is ever scheduled.
        const domain = await target.quietDomain();
        const expected = `a poll by ${who.name} on list ${JSON.stringify(own)}, which its policy names`;
        await allowedThere(context, operation, who, { domain, taskList: own }, expected);
        const others = [target.freshName(), ...nearTo(own)];
        await deniedThere(
          context,
          operation,
          who,
          others.map((taskList) => ({
            domain,
            taskList,
            why: `whose policy names the list ${JSON.stringify(own)} alone, on ${JSON.stringify(taskList)}`,
          })),
        );
      },
    },
    {
      id: 'access.takes-nothing',
      level: 'must',
      evidence: ['derived'],
      requires: ['authentication'],
      says: 'A denied poll does not take the task that waits on its list, nor one that comes later.',
      citation: operation.documentation(`${insufficient} (An action that fails hands out no task.)`),
      fix: 'Ask for permission before the poll looks for a task, and before it waits for one.',
      async check(context) {
        const { target, observed } = context;
        const callers = deniedWhereTasksAre(target);
        const [task, second] = await Promise.all([
          waitingTask(target, operation),
          operation.taskSource(target),
        ]);
        const { waiting } = task;
        const results = await Promise.all(callers.map((who) => target.poll(waiting.taskList, asked(who))));
        for (const [i, { kind, exchange }] of results.entries()) {
          const expected = `no task to ${callers[i]?.name}, who may not poll here`;
          observed.part(
            'body.taskToken',
            kind !== 'task',
            expected,
            describe(exchange),
            waiting.exchange,
            exchange,
          );
        }
        await leftWaiting(context, operation, task, results);
        const accepted = results.find(({ kind }) => kind !== 'fault');
        if (accepted) {
          const message = 'a poll that was to be denied was not (other rules are about that)';
          throw new Inconclusive(`${message}: ${describe(accepted.exchange)}`, accepted.exchange);
        }

        const taskList = target.freshName();
        const early = callers.map((who) => target.startPoll(taskList, asked(who)));
        await Promise.all(early.map(({ sent }) => sent));
        await target.wait(settleMs(target));
        const [later] = (await second(taskList)) as [AwaitedTask];
        const result = await target.pollForTask(taskList, { operation: name }, arrivalMs);
        const before = (await Promise.all(early.map((poll) => poll.result))).map(({ exchange }) => exchange);
        const expected = `the task that was scheduled after the denied polls (${knownBy(later)})`;
        observed.part(
          'body.taskToken',
          result.kind === 'task',
          expected,
          describe(result.exchange),
          ...before,
          later.exchange,
          result.exchange,
        );
      },
    },
    {
      id: 'access.fault-form',
      level: 'info',
      evidence: ['doc', 'live'],
      requires: ['authentication'],
      says: 'Which of the two faults a denial is.',
      citation: model(
        `${name}, errors: ${operation.faults.join(', ')}. (Recorded in 2016, on ListDomains: AccessDeniedException.)`,
      ),
      fix: 'Either will do: OperationNotPermittedFault is a class of the SDKs, AccessDeniedException is what the service was seen to send.',
      async check({ target, observed, report }) {
        const { who, place } = await somebodyDenied(target);
        const { domain, taskList } = place;
        const { exchange } = await target.poll(taskList, { domain, ...asked(who) });
        const fault = faultOf(exchange);
        const answered = exchange.ending === 'answered';
        observed.part('answer', answered, `an answer to a poll by ${who.name}`, describe(exchange), exchange);
        report(
          fault && denials.includes(fault.type)
            ? `a denial is ${fault.type} (HTTP ${fault.status})`
            : `no denial, but ${describe(exchange)}`,
        );
      },
    },
  ];
}

/** The caller is denied in each of these places, where the run's own credentials are served. */
async function deniedThere(
  context: RuleContext,
  operation: Operation,
  who: Caller,
  places: readonly Place[],
): Promise<void> {
  const { target, observed } = context;
  await Promise.all(
    places.map(async ({ domain, taskList, why }) => {
      const { name } = operation;
      const body = { domain, taskList: { name: taskList } };
      const [exchange, twin] = await Promise.all([
        target.call(name, body, { ...by(who, name), deadlineMs: refusalMs }),
        target.call(name, body, { deadlineMs: acceptanceMs(target, operation) }),
      ]);
      observed.accepted(operation, twin);
      observed.refused(exchange, { faults: denials, of: ` of a poll by ${who.name}, ${why}` });
    }),
  );
}

/** The caller is served there. */
async function allowedThere(
  context: RuleContext,
  operation: LongPoll,
  who: Caller,
  { domain, taskList }: Pick<Place, 'domain' | 'taskList'>,
  expected: string,
): Promise<void> {
  const { name } = operation;
  const options = { operation: name, domain, ...by(who, name) };
  const [results = []] = await pollInWindow(context.target, [taskList], options);
  for (const { exchange } of results) allowed(context, operation, exchange, `${expected}, to be served`);
}

/** Valid names of task lists that somebody who compares carelessly takes for this one. */
function nearTo(name: string): string[] {
  const shorter = [...name].slice(0, -1).join('');
  const near = [`${name}-2`, shorter, name.toUpperCase(), name.toLowerCase()];
  const isOther = (one: string) => one !== name && one === one.trim() && one !== '' && one !== 'arn';
  return [...new Set(near)].filter((one) => isOther(one) && one.length <= 256);
}

/** The principals that are denied on a fresh list of the domain in which tasks are scheduled. @throws NotApplicable */
function deniedWhereTasksAre(target: Fixture): Caller[] {
  const elsewhere = ({ principal }: Caller<'onlyDomain'>) => principal.domain !== target.domains.main;
  const callers = [
    ...callerIf(target, 'withoutAction'),
    ...callerIf(target, 'onlyDomain').filter(elsewhere),
    ...callerIf(target, 'onlyTaskList'),
  ];
  if (callers.length > 0) return callers;
  throw new NotApplicable(
    `no principal is configured that is denied in the domain ${target.domains.main}: withoutAction, say`,
  );
}

/** A principal, and a place where it is denied. @throws NotApplicable */
async function somebodyDenied(
  target: Fixture,
): Promise<{ who: Caller; place: Pick<Place, 'domain' | 'taskList'> }> {
  const names = ['withoutAction', 'onlyTaskList', 'onlyDomain'] as const;
  const [who] = names.flatMap((name): Caller[] => callerIf(target, name));
  if (!who) throw new NotApplicable(`none of the principals is configured: ${names.join(', ')}`);
  const quiet = await target.quietDomain();
  const isOwn = 'domain' in who.principal && who.principal.domain === quiet;
  const domain = isOwn ? await target.domain() : quiet;
  return { who, place: { domain, taskList: target.freshName() } };
}
