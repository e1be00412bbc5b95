import type fc from 'fast-check';
import { type NameConstraints, names, namesWithArn } from './_internals/names.ts';

/**
 * Valid names of task lists: 1 to 256 UTF-16 units, both ends of that weighted in, of any script, with inner white space,
 * punctuation and combining marks, names that begin with or contain `arn`, and text that looks like JSON or markup.
 *
 * "The specified string must not start or end with whitespace. It must not contain a : (colon), / (slash), | (vertical
 * bar), or any control characters (\u0000-\u001f | \u007f-\u009f). Also, it must not be the literal string arn."
 * (PollForActivityTask, `taskList`.) Nothing is known of `ARN`, which is left out too.
 */
export function taskListNames(constraints: NameConstraints = {}): fc.Arbitrary<string> {
  return names(constraints, (name) => name.toLowerCase() !== 'arn', { weight: 3, arbitrary: namesWithArn });
}
