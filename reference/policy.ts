// What IAM decides, as far as Amazon SWF's poll needs it: the elements Effect, Action, Resource and Condition, the latter
// with StringEquals and StringLike. Documented: "Policy evaluation logic" and "IAM JSON policy elements reference".

/** An IAM policy, attached to a principal. */
export interface Policy {
  Version?: string;
  Statement: Statement | Statement[];
}

/** One statement: it fits a request when its Action, its Resource and its whole Condition do. */
export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  /** Such as `swf:PollForActivityTask`, in any case; `*` stands for any text and `?` for any character. */
  Action: string | string[];
  /** ARNs, with the same wildcards; case counts. */
  Resource: string | string[];
  /** All that it says must hold; of several values of a key one. */
  Condition?: Condition;
}

export type Condition = Partial<Record<'StringEquals' | 'StringLike', Record<string, string | string[]>>>;

/** What somebody wants to do. */
export interface PolicyRequest {
  /** Such as `swf:PollForActivityTask`. */
  action: string;
  /** The ARN of what it is done to. */
  resource: string;
  /** The condition keys that the request has, such as `swf:taskList.name`. */
  context: Readonly<Record<string, string | undefined>>;
}

/** Whether the policy allows the request: a Deny that fits decides, else an Allow that fits; without either it is denied. */
export function allows(policy: Policy, request: PolicyRequest): boolean {
  const fitting = listed(policy.Statement).filter((statement) => fits(statement, request));
  return fitting.some(({ Effect }) => Effect === 'Allow') && !fitting.some(({ Effect }) => Effect === 'Deny');
}

/** Whether the statement is about the request. */
export function fits({ Action, Resource, Condition = {} }: Statement, request: PolicyRequest): boolean {
  return (
    listed(Action).some((action) => like(request.action.toLowerCase(), action.toLowerCase())) &&
    listed(Resource).some((resource) => like(request.resource, resource)) &&
    holds(Condition, request.context)
  );
}

const operators: Record<string, (value: string, wanted: string) => boolean> = {
  StringEquals: (value, wanted) => value === literal(wanted),
  StringLike: like,
};

function holds(condition: Condition, context: PolicyRequest['context']): boolean {
  return Object.entries(condition).every(([operator, keys]) => {
    const compare = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
    // Not false: in a Deny that would be an Allow.
    if (compare === undefined) throw new Error(`a policy has an operator that is not known: ${operator}`);
    return Object.entries(keys).every(([key, wanted]) => {
      const value = contextValue(context, key);
      // A key that the request does not have is equal to nothing, and like nothing.
      return value !== undefined && listed(wanted).some((one) => compare(value, one));
    });
  });
}

/** Documented: the names of condition keys are not case-sensitive. */
function contextValue(context: PolicyRequest['context'], key: string): string | undefined {
  return Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

/** Whether the whole text is what the pattern says. */
function like(text: string, pattern: string): boolean {
  const source = pattern.replaceAll(/\$\{[*?$]\}|./gsu, (part) => {
    if (part === '*') return '.*';
    return part === '?' ? '.' : literal(part).replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
  });
  return new RegExp(`^${source}$`, 'su').test(text);
}

/** Documented: the variables `${*}`, `${?}` and `${$}` stand for the character itself. */
function literal(text: string): string {
  return text.replaceAll(/\$\{([*?$])\}/g, '$1');
}

function listed<Value>(value: Value | Value[]): Value[] {
  return Array.isArray(value) ? value : [value];
}
