import { reporters, type Setting } from './setting.ts';

/** What is made of the outcome. */
export const outcomeSettings = {
  baseline: {
    type: 'baseline',
    in: ['run', 'merge', 'file', 'action'],
    value: 'FILE',
    help: 'what is known to fail, in YAML or JSON: the run passes when that fails as it is listed, and nothing else; swf-conformance baseline update writes it',
  },
  allowStale: {
    type: 'switch',
    in: ['run', 'merge', 'file', 'action'],
    help: 'let a rule be that the baseline lists, and that holds',
    default: false,
  },
  plan: {
    type: 'switch',
    in: ['run', 'file'],
    help: 'tell what the run would register, start and send at most, against which quotas, and how long it would take; nothing is sent or written',
    default: false,
  },
  out: {
    type: 'directory',
    in: ['run', 'replay', 'merge', 'file', 'action'],
    value: 'DIR',
    help: 'where the reports are written',
    default: 'conformance-report',
  },
  reporter: {
    type: 'reporters',
    in: ['run', 'replay', 'merge', 'file'],
    value: 'NAME',
    list: true,
    help: `${reporters.slice(0, -1).join(', ')} or ${reporters.at(-1)}: how the outcome is told, and what is written; compare and replay need json`,
    // All but Markdown, which is for the summary of a CI job.
    default: ['terminal', 'json', 'junit', 'html'],
  },
  onEvent: {
    type: 'listener',
    in: ['program'],
    help: 'is told what happens during the run',
  },
  signal: {
    type: 'signal',
    in: ['program'],
    help: 'aborting it interrupts the run: what it started is closed, and the promise is rejected with Interrupted',
  },
} as const satisfies Record<string, Setting>;
