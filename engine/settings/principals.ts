import { z } from 'zod';
import { suggestion } from './nearest.ts';
import { quoted } from './quoted.ts';
import { only, onlySecretly } from './refusal.ts';

function secret(pattern: RegExp, allowed: string): z.ZodString {
  return z.string(onlySecretly(allowed)).regex(pattern, onlySecretly(allowed));
}

function name(pattern: RegExp, allowed: string): z.ZodString {
  return z.string(only(allowed)).regex(pattern, only(allowed));
}

/** An object of these members; others are mistakes, and of its values none is repeated. */
function members<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `there is no member ${quoted(key)}${suggestion(key, names)}`).join('; ')
        : `what was given is not allowed: give an object of ${names.join(', ')}`,
  });
}

const key = {
  accessKeyId: secret(/^[^\s/,=\p{Cc}]+$/u, 'the id of an access key').describe('the id of its access key'),
  secretAccessKey: secret(/^.+$/s, 'a secret access key').describe('its secret access key'),
  sessionToken: z.exactOptional(
    secret(/^[!-~]+$/, 'a session token').describe('its session token, where the key is temporary'),
  ),
};

const nameForm =
  "a name of 1 to 256 characters without ':', '/', '|', control characters or space at its ends";
const swfName = name(/^(?!\s)[^:/|\p{Cc}]{1,256}(?<!\s)$/u, nameForm);

/** Callers of whom each lacks something; `swf-conformance policies` prints policies that make them so. */
export const principals = members({
  withoutAction: members(key).optional().describe('who may not call PollForActivityTask'),
  onlyDomain: members({
    ...key,
    domain: swfName.describe('the only domain that its policy names as Resource'),
  })
    .optional()
    .describe('who may poll in one domain alone'),
  onlyTaskList: members({
    ...key,
    taskList: swfName.describe(
      'the only task list that the condition swf:taskList.name of its policy allows',
    ),
  })
    .optional()
    .describe('who may poll one task list alone, in any domain'),
});

/** What the policies of the principals are about, beside the region. */
export const policyNames = {
  account: name(/^\d{12}$/, 'the 12 digits of an account, such as 123456789012'),
  domain: swfName,
  taskList: swfName,
};
