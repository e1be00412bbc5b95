import type { OperationName } from '../kit/operation.ts';
import { type OperationSuite, type Rule, rulesOf } from '../kit/rule.ts';
import { pollForActivityTask } from './poll-for-activity-task/index.ts';

const suites: readonly OperationSuite[] = [pollForActivityTask];

/** The operations that there are rules for, in the order in which all that is said of them is given. */
export const operations: readonly OperationName[] = suites.map(({ operation }) => operation);

/** Every rule, operation by operation and area by area: the one list, and the one order, that all else reads. */
export const rules: readonly Rule[] = suites.flatMap(rulesOf);
