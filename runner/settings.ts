import { randomBytes } from 'node:crypto';
import type { AwsCredentialIdentity } from '@smithy/types';
import { z } from 'zod';
import { matches } from '../results/pattern.ts';
import { shard } from '../results/shard.ts';
import { rules } from '../suites/index.ts';
import { dummyCredentials, findCredentials } from '../target/credentials.ts';
import { isMockHandlers, type MockHandlers, mockEndpoint } from '../target/mock.ts';
import type { Principals, TargetOptions, TlsTrust } from '../target/options.ts';
import { defaults, type Group, groups, randomSeed } from './defaults.ts';
import { tooFewFiles } from './open-files.ts';
import { selectRules } from './select.ts';

interface AnyTarget {
  /** The region that requests are signed for; us-east-1 when absent. */
  readonly region?: string | undefined;
  /** Where tasks are scheduled; `swf-conformance` when absent. The other domains' names begin with it. */
  readonly domain?: string | undefined;
  /** Found as by any AWS tool when absent; dummies for a mock, and for this machine's own endpoint if none are found. */
  readonly credentials?: AwsCredentialIdentity | undefined;
  /** The longest time in seconds that the target holds a poll; 60 when absent, as on the service. */
  readonly pollHoldSeconds?: number | undefined;
  /** At most so many requests a second, over all rules; no bound when absent. */
  readonly requestsPerSecond?: number | undefined;
  /** Sent with every request besides, unsigned: what a gateway before the server asks for. Never in a report. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whom to trust over https; the machine's own authorities when absent. */
  readonly tls?: TlsTrust | undefined;
  /** The command that started it, for the commands that show a failure again; it is not run. */
  readonly startedBy?: string | undefined;
  /** Whether it checks signatures and permissions, so that access control can be judged; false when absent. */
  readonly authenticates?: boolean | undefined;
  /** Callers that lack something, for the rules on permissions. Their secrets are never in a report. */
  readonly principals?: Principals | undefined;
  /** Rules that are judged on demand: `limits` opens as many polls as a list may have. None when absent. */
  readonly with?: readonly Group[] | undefined;
  /** How many polls it lets wait on one task list, for the limits; 1,000 when absent. */
  readonly maxPollers?: number | undefined;
}

/** A server. */
export interface EndpointTarget extends AnyTarget {
  readonly endpoint: URL | string;
  readonly handlers?: undefined;
}

/** A mock in this process, which is asked without a network. */
export interface MockTarget extends AnyTarget {
  /** msw handlers, or a function from a Request to a Response. */
  readonly handlers: MockHandlers;
  /** The address that the handlers are for, such as https://swf.us-east-1.amazonaws.com/; http://swf.mock/ when absent. */
  readonly endpoint?: URL | string | undefined;
  /** The module that the handlers are from, for reports. */
  readonly module?: string | undefined;
}

export type TargetSettings = EndpointTarget | MockTarget;

/** Which rules are checked, and how. */
export interface RuleSettings {
  /** Patterns over rule ids, in which `*` stands for any text; all rules when absent or empty. */
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
  /** `should`: a broken SHOULD counts too; `must` when absent. */
  readonly failOn?: 'must' | 'should' | undefined;
  /** What the generated inputs come from, a 32-bit integer; random when absent. */
  readonly seed?: number | undefined;
  /** How many values each property is checked for; 100 when absent. */
  readonly cases?: number | undefined;
  /** A counterexample's path: of each property that value alone is tried, which the seed and the path lead to. */
  readonly path?: string | undefined;
}

/** Rule settings with nothing left open. */
export interface ChosenRules {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly failOn: 'must' | 'should';
  readonly seed: number;
  readonly cases: number;
  readonly path: string | undefined;
}

/** As fast-check writes it: the number of the case, and of each step of shrinking. */
export const pathForm = /^\d+(:\d+)*$/;

const forms = z.object({
  pollHoldSeconds: z.number().min(1).max(3600).optional(),
  requestsPerSecond: z.number().positive().optional(),
  seed: z.int32().optional(),
  cases: z.int().min(1).max(10_000).optional(),
  path: z.string().regex(pathForm).optional(),
  with: z.array(z.enum(groups)).optional(),
  maxPollers: z.int().min(1).max(10_000).optional(),
  shard: shard.optional(),
  budgetSeconds: z.number().positive().optional(),
});

/** @throws TypeError with what is wrong. */
export function chosenRules(settings: RuleSettings): ChosenRules {
  judge(settings);
  const {
    only = [],
    skip = [],
    failOn = defaults.failOn,
    seed = randomSeed(),
    cases = defaults.cases,
    path,
  } = settings;
  for (const pattern of [...only, ...skip]) {
    if (!rules.some(({ id }) => matches(id, pattern))) throw new TypeError(`no rule matches '${pattern}'`);
  }
  if (selectRules(only, skip).length === 0) throw new TypeError('only and skip leave no rule');
  return { only, skip, failOn, seed, cases, path };
}

/** A target whose credentials were found. */
export type KnownTarget = TargetOptions & { readonly credentials: AwsCredentialIdentity };

/**
 * The target of a run, with a run id of its own. Looks for credentials where none are given.
 * @throws TypeError with what is wrong; NoCredentials when there are none.
 */
export async function targetOptions(settings: TargetSettings): Promise<KnownTarget> {
  judge(settings);
  const {
    handlers,
    module,
    endpoint = handlers && mockEndpoint,
    credentials,
    with: wanted = [],
    maxPollers = defaults.maxPollers,
    ...others
  } = settings as MockTarget;
  if (handlers !== undefined && !isMockHandlers(handlers)) {
    throw new TypeError('handlers are msw handlers, or a function from a Request to a Response');
  }
  if (endpoint === undefined) throw new TypeError('a target has an endpoint or handlers');
  const url = URL.parse(endpoint);
  if (!url || !/^https?:$/.test(url.protocol)) throw new TypeError('the endpoint is no URL of http or https');
  const judgesLimits = wanted.includes('limits');
  const tooFew = judgesLimits && !handlers ? tooFewFiles(maxPollers) : undefined;
  if (tooFew) throw new TypeError(tooFew);
  const { region = defaults.region, pollHoldSeconds = defaults.pollHoldSeconds } = others;
  return {
    ...others,
    endpoint: url,
    region,
    pollHoldSeconds,
    maxPollers: judgesLimits ? maxPollers : undefined,
    credentials: credentials ?? (handlers ? dummyCredentials : await findCredentials(url)),
    mock: handlers && { handlers, module },
    // No letter but b to f: names must not contain `arn`, which old rules forbade.
    runId: randomBytes(5).toString('hex').replaceAll('a', '0'),
  };
}

function judge(settings: object): void {
  const { error } = forms.safeParse(settings);
  if (error) throw new TypeError(z.prettifyError(error));
}
