import { judge, type Mistake } from '../engine/settings/judge.ts';
import { optionOf } from '../engine/settings/table/index.ts';
import type { Principals } from '../kit/options.ts';
import type { Policy } from '../reference/index.ts';
import { policySettings } from './settings.ts';
import { WrongUse } from './wrong-use.ts';

/** What the policies of the principals are about. */
export interface PolicyPlace {
  /** The account's number. */
  readonly account: string;
  readonly region: string;
  /** Where onlyDomain may poll. */
  readonly domain: string;
  /** What onlyTaskList may poll. */
  readonly taskList: string;
}

/** Where they are about nothing in particular: the domain in which a run schedules its tasks, and a list of that name. */
export const usualNames = { domain: 'swf-conformance', taskList: 'swf-conformance' } as const;

/**
 * What the options of the command say.
 * @param options as commander gives them: texts
 * @param earlier mistakes that were found before, to be told with those found here
 * @throws WrongUse with all mistakes
 */
export function policyPlace(
  options: object,
  environment: Readonly<Record<string, string | undefined>>,
  earlier: readonly Mistake[],
): PolicyPlace {
  const line = judge(policySettings, options, optionOf);
  const others =
    line.names.includes('region') || !environment.AWS_REGION ? {} : { region: environment.AWS_REGION };
  const variables = judge(policySettings, others, () => 'AWS_REGION');
  const mistakes = [...earlier, ...line.mistakes, ...variables.mistakes];
  const names = [...line.names, ...variables.names];
  if (!names.includes('account'))
    mistakes.push({ where: '--account', what: 'an account is missing: give its 12 digits' });
  if (!names.includes('region'))
    mistakes.push({ where: '--region', what: 'a region is missing: give one such as us-east-1' });
  const { account, region, ...given } = { ...variables.settings, ...line.settings };
  if (mistakes.length > 0 || account === undefined || region === undefined) throw new WrongUse(...mistakes);
  return { account, region, ...usualNames, ...given };
}

const poll = 'swf:PollForActivityTask';

/** IAM policies that make somebody a principal of that name, ready to attach. */
export function policies({
  account,
  region,
  domain,
  taskList,
}: PolicyPlace): Record<keyof Principals, Policy> {
  const domains = `arn:${partitionOf(region)}:swf:${region}:${account}:/domain`;
  return {
    withoutAction: policy(
      // It may do something, so that one is seen to be denied this action and not everything.
      { Effect: 'Allow', Action: ['swf:DescribeDomain', 'swf:PollFor*'], Resource: `${domains}/*` },
      { Effect: 'Deny', Action: poll, Resource: '*' },
    ),
    onlyDomain: policy({ Effect: 'Allow', Action: poll, Resource: `${domains}/${literally(domain)}` }),
    onlyTaskList: policy({
      Effect: 'Allow',
      Action: poll,
      Resource: `${domains}/*`,
      Condition: { StringEquals: { 'swf:taskList.name': literally(taskList) } },
    }),
  };
}

function policy(...Statement: Extract<Policy['Statement'], unknown[]>): Policy {
  return { Version: '2012-10-17', Statement };
}

/** IAM's variables for the characters that stand for others in a policy. */
function literally(name: string): string {
  return name.replaceAll(/[*?$]/g, (character) => `\${${character}}`);
}

/** ARNs of China and of the US government begin otherwise. */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
