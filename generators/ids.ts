import type fc from 'fast-check';
import { isFreeOfArn, type NameConstraints, names } from './_internals/names.ts';

/**
 * Valid activity ids: 1 to 256 UTF-16 units, both ends of that weighted in, under the naming rules of a task list, and
 * without `arn` anywhere (ScheduleActivityTaskDecisionAttributes, `activityId`; `arn` as documented from 2012 to 2014).
 */
export function activityIds(constraints: NameConstraints = {}): fc.Arbitrary<string> {
  return names(constraints, isFreeOfArn);
}

/** Valid workflow ids: bounds and rules as for activity ids (StartWorkflowExecution, `workflowId`). */
export function workflowIds(constraints: NameConstraints = {}): fc.Arbitrary<string> {
  return names(constraints, isFreeOfArn);
}
