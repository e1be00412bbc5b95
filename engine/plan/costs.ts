import { otherRequests, RequestBudget } from '../../client/request-budget.ts';
import { mostShrinks } from '../../kit/property.ts';
import costs from './costs.json' with { type: 'json' };

/** A number of requests: so many, and so many more for each case of a property, and for each poll that is held to fill a list. */
export type Amount = readonly [fixed: number, perCase: number, perPoller?: number];

/** What a rule's requests grow with. */
export interface Scale {
  readonly cases: number;
  /** How many polls fill a list; 0 where limits are not judged. */
  readonly pollers: number;
}

/** What `npm run costs` measures of a rule, on the plain reference server. */
export interface Cost {
  /** How long it lasts against a server that answers at once and holds polls for 2 s, to half a second. */
  readonly seconds: number;
  /** How many seconds longer it lasts for each second that polls are held longer; absent where it waits for no hold. */
  readonly holds?: number;
  /** What it sends, by operation; `other` is what is no operation of SWF's. */
  readonly usual: Readonly<Record<string, Amount>>;
}

/** Numbers of requests: what a server that answers at once sees, and what none sees more of. */
export interface Requests {
  readonly usual: number;
  readonly most: number;
}

/** The hold of the server that the seconds were measured on. */
export const measuredHoldSeconds = 2;

/**
 * What a rule costs until it is measured, so that one that was only just written can be planned and run: the operations that
 * bring a task about and look at what became of it, in numbers and a time that few of the measured rules exceed.
 */
export const unmeasured: Cost = {
  seconds: 2,
  usual: {
    DescribeDomain: [10, 0],
    GetWorkflowExecutionHistory: [10, 0],
    PollForActivityTask: [10, 1, 1],
    PollForDecisionTask: [10, 0],
    RespondDecisionTaskCompleted: [10, 0],
    StartWorkflowExecution: [10, 0],
  },
};

const measured = costs as unknown as Readonly<Record<string, Cost>>;

/** Whether `npm run costs` has measured the rule. */
export function isMeasured(id: string): boolean {
  return Object.hasOwn(measured, id);
}

export function costOf(id: string): Cost {
  return measured[id] ?? unmeasuredOf(id);
}

/** The same for a rule of any operation: it sends most of that. */
function unmeasuredOf(id: string): Cost {
  const operation = operationIn(id);
  const usual = { ...unmeasured.usual, [operation]: unmeasured.usual.PollForActivityTask ?? [10, 1] };
  return { ...unmeasured, usual };
}

/** The operation of a rule, as the API names it: what its id begins with is the name in kebab case. */
function operationIn(id: string): string {
  const [slug = ''] = id.split('.', 1);
  return slug.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What a rule sends, by operation. `other` is all that it does not usually send, together. */
export function requestsOf(id: string, scale: Scale): Map<string, Requests> {
  const amounts = Object.entries<Amount>({ [otherRequests]: [0, 0], ...costOf(id).usual });
  return new Map(amounts.map(([operation, amount]) => [operation, requests(amount, scale)]));
}

/** Holds a rule to the most that is planned for it. */
export function requestBudgetOf(id: string, scale: Scale): RequestBudget {
  const most = [...requestsOf(id, scale)].map(([operation, requests]) => [operation, requests.most] as const);
  return new RequestBudget(new Map(most));
}

/**
 * A rule that meets its bound has learned nothing, which must not happen on a server that is merely slow or odd. A rule tells
 * a story three times at the most, and polls every 100 or 200 ms where a server does not hold: on none of 850 servers did one
 * send more than five sixths of this. A property that fails sends each smaller value besides.
 */
function requests(amount: Amount, { cases, pollers }: Scale): Requests {
  const [fixed, perCase, perPoller = 0] = amount;
  const usual = Math.ceil(fixed + perCase * cases + perPoller * pollers);
  return { usual, most: 6 * usual + 80 + (perCase > 0 ? mostShrinks : 0) };
}
