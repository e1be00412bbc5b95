import { Command, Option } from 'commander';
import { z } from 'zod';
import { wholePattern } from '../engine/plan/select.ts';
import { helpOf, schemasIn } from '../engine/settings/forms.ts';
import { judge } from '../engine/settings/judge.ts';
import { quoted } from '../engine/settings/quoted.ts';
import { ruleSuggestion } from '../engine/settings/rule-suggestion.ts';
import { optionOf, settingsIn } from '../engine/settings/table/index.ts';
import type { Place } from '../engine/settings/table/setting.ts';
import { version } from '../engine/version.ts';
import { visible } from '../results/visible.ts';
import { rules } from '../suites/index.ts';
import { numbersRead, strays } from './arguments.ts';
import { configName } from './config-file.ts';
import { usualNames } from './policies.ts';
import { baselineSettings, compareSettings, serveSettings } from './settings.ts';
import { columns, harmless, tell } from './text.ts';
import { mistakesText, WrongUse } from './wrong-use.ts';

// What only one command needs is imported when that one runs: vitest, the AWS SDK and what renders reports each take longer to
// load than `list` takes to end. tests/cli/loads.test.ts holds that.

/** The commands. What one came to is told by its exit code; wrong use is told here. */
export function makeProgram(exit: (code: number) => void): Command {
  const program = new Command('swf-conformance')
    .description("Tells whether a server speaks Amazon SWF's PollForActivityTask as it is documented.")
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(harmless(text)) })
    .addHelpText('after', helpEnd);

  const run = add('run', 'check a server against the rules, and write reports', async (command) => {
    const { runOptions } = await import('./options.ts');
    const options = runOptions(command.opts(), process.env, strays(command).mistakes);
    if (options.plan) return (await import('./plan.ts')).plan(options);
    return (await import('./run.ts')).run(options);
  });
  for (const option of [...optionsIn('run'), configOption]) run.addOption(option);
  run.addHelpText('after', `\n${precedence}\n${helpEnd}`);

  const replay = add(
    'replay',
    'check what failed in an earlier run again, as it was then',
    async (command) => {
      const { operands, mistakes } = strays(command, 2);
      const { readResults } = await import('./results-file.ts');
      const recorded = readResults(operands[0], operands[1], mistakes);
      const { replayOptions } = await import('./replay.ts');
      const options = replayOptions(recorded, command.opts(), process.env);
      const { rules: replayed = [] } = options.replay ?? {};
      if (replayed.length === 0) {
        tell('nothing failed in that run: there is nothing to be seen again');
        return 0;
      }
      return (await import('./replay-runs.ts')).runReplay(options, replayed);
    },
  );
  addResults(replay, 'its id; else all that failed');
  for (const option of [...optionsIn('replay'), configOption]) replay.addOption(option);
  replay.addHelpText('after', `\n${replayHelp}`);

  const script = add(
    'script',
    'print the program that shows the failure of a rule again',
    async (command) => {
      const { operands, mistakes } = strays(command, 2);
      const { readResults } = await import('./results-file.ts');
      const named = operands[1] === undefined ? [...mistakes, { where: 'RULE', what: noRule }] : mistakes;
      const { rule } = readResults(operands[0], operands[1], named);
      const text = rule?.failure?.reproduce.find(({ how }) => how === 'script')?.text;
      if (text === undefined) throw new WrongUse({ where: 'RULE', what: noScript });
      process.stdout.write(visible(text));
      return 0;
    },
  );
  addResults(script, 'the id of a rule');

  const merge = add('merge', 'make one result of the shards of a run', async (command) => {
    const { operands, mistakes } = strays(command, Number.POSITIVE_INFINITY);
    const { settings, mistakes: wrong } = judge(schemasIn('merge'), command.opts(), optionOf);
    const { completed } = await import('../engine/settings/read.ts');
    const { merge, partFiles } = await import('./merge.ts');
    const all = [...mistakes, ...wrong];
    const files = partFiles(operands, all);
    refuse(all);
    return merge({ files, ...completed(settings, 'other') });
  }).argument('[DIR...]', 'folders that run --shard wrote to, or the files shard-I-of-N.json in them');
  for (const option of optionsIn('merge')) merge.addOption(option);
  merge.addHelpText('after', `\n${mergeHelp}`);

  const compare = add('compare', 'set results side by side, and mark what differs', async (command) => {
    const { operands, mistakes } = strays(command, Number.POSITIVE_INFINITY);
    const { compareOptions } = await import('./compare-options.ts');
    const options = compareOptions(operands, command.opts(), mistakes);
    return (await import('./compare.ts')).compare(options);
  }).argument(
    '[FILE...]',
    'results.json of a run, or the folder that it is in; two or more, the first is the measure',
  );
  for (const option of compareCommandOptions) compare.addOption(option);
  compare.addHelpText('after', `\n${compareHelp}`);

  const baseline = program
    .command('baseline')
    .description('keep the list of what is known to fail')
    .helpCommand(false);
  const update = add(
    'update',
    'make a baseline agree with a run, by the least change',
    async (command) => {
      const { baselineOptions, updateBaseline } = await import('./baseline.ts');
      const options = baselineOptions(command.opts(), strays(command).mistakes);
      return updateBaseline(options);
    },
    baseline,
  );
  for (const option of baselineCommandOptions) update.addOption(option);
  update.addHelpText('after', `\n${baselineHelp}`);

  add('list', 'name the rules: id, level and what each says', async (command) => {
    refuse(strays(command).mistakes);
    const { json } = command.opts();
    const { listJson, listText } = await import('./list.ts');
    process.stdout.write(json ? listJson(rules) : listText(rules, columns(process.stdout)));
    return 0;
  }).option('--json', 'as JSON, with evidence, citation and fix');

  add('explain', 'tell all that is known of one rule', async (command) => {
    const { operands, mistakes } = strays(command, 1);
    const [id = ''] = operands;
    const whole = wholePattern(id);
    const rule = rules.find((each) => each.id === whole);
    if (rule && mistakes.length === 0) {
      const { explainText } = await import('./explain.ts');
      process.stdout.write(explainText(rule, columns(process.stdout)));
      return 0;
    }
    const what = id
      ? `there is no rule ${quoted(id)}${ruleSuggestion(id) || '; swf-conformance list names all'}`
      : 'a value is missing: give the id of a rule';
    throw new WrongUse(...mistakes, ...(rule ? [] : [{ where: 'RULE', what }]));
  }).argument('[RULE]', 'its id');

  const serve = add('serve', 'run the reference server until it is stopped', async (command) => {
    const raw = numbersRead(command.opts(), ['port', 'pollHold', 'latency']);
    const { mutants } = await import('../reference/mutants/index.ts');
    const names = mutants.map(({ name }) => name);
    const { settings, mistakes } = judge(serveSettings(names), raw, optionOf);
    refuse([...strays(command).mistakes, ...mistakes]);
    const { mutant: name, ...options } = settings;
    const mutant = mutants.find((each) => each.name === name);
    return (await import('./serve.ts')).serve({ ...options, ...(mutant && { mutant }) });
  });
  for (const option of serveCommandOptions) serve.addOption(option);

  add('mutants', 'name the mistakes that the reference server can be started with', async (command) => {
    refuse(strays(command).mistakes);
    const { mutants } = await import('../reference/mutants/index.ts');
    const { mutantsJson, mutantsText } = await import('./mutants.ts');
    const { json } = command.opts();
    process.stdout.write(json ? mutantsJson(mutants) : mutantsText(mutants, columns(process.stdout)));
    return 0;
  }).option('--json', 'as JSON, with the rules that each breaks, and what is red besides');

  const printed = add(
    'policies',
    'print the IAM policies of the principals, ready to attach',
    async (command) => {
      const { policies, policyPlace } = await import('./policies.ts');
      const place = policyPlace(command.opts(), process.env, strays(command).mistakes);
      process.stdout.write(`${JSON.stringify(policies(place), null, 2)}\n`);
      return 0;
    },
  );
  for (const option of policyCommandOptions) printed.addOption(option);
  printed.addHelpText('after', `\n${principalsHelp}`);

  return program;

  function addResults(command: Command, rule: string): void {
    command
      .argument(
        '[RESULTS]',
        'the results.json of a run, or the folder that it is in; else that of the last run',
      )
      .argument('[RULE]', rule);
  }

  /** A command that commander itself refuses nothing to: what is wrong is told by us, all at once. */
  function add(
    name: string,
    summary: string,
    act: (command: Command) => number | Promise<number>,
    parent = program,
  ): Command {
    const command = parent
      .command(name)
      .description(summary)
      .allowUnknownOption()
      .allowExcessArguments()
      .configureHelp({
        optionTerm: ({ flags }) => flags.replace(/[[\]]/g, ''),
        // Not the preset, which is ours alone.
        optionDescription: ({ description }) => description,
        argumentTerm: (argument) => argument.name(),
      });
    return command.action(async () => {
      try {
        exit(await act(command));
      } catch (error) {
        if (!(error instanceof WrongUse)) throw error;
        tell(
          mistakesText(
            error.mistakes,
            [...(parent === program ? [] : [program.name()]), parent.name(), name].join(' '),
          ),
        );
        exit(2);
      }
    });
  }
}

function refuse(mistakes: WrongUse['mistakes']): void {
  if (mistakes.length > 0) throw new WrongUse(...mistakes);
}

/** An option whose value is optional for commander, so that it neither stops at a missing one nor takes the next option for it. */
function option(flags: string, description: string): Option {
  return new Option(flags.replace(/ (.+)/, ' [$1]'), description).preset('');
}

function repeatable(flags: string, description: string): Option {
  return option(flags, description).argParser((value: string, earlier: string[] = []) => [...earlier, value]);
}

/** The options of a command that has them of the table. */
function optionsIn(place: Place): Option[] {
  return settingsIn(place).map(([name, setting]) => {
    const flags = setting.value === undefined ? optionOf(name) : `${optionOf(name)} ${setting.value}`;
    const help = helpOf(setting);
    if (setting.value === undefined) return new Option(flags, help);
    return setting.list ? repeatable(flags, help) : option(flags, help);
  });
}

const configOption = option(
  '--config FILE',
  `a JSON file of these settings (default ${configName}, where it is there)`,
);

const replayHelp = `The server, its hold, the seed, the cases and a counterexample are those of the results; an option wins over
them, and they win over the configuration file. What is secret is in no report: give it again.
Of all that failed each is looked for three times, until it is seen: it was seen again, is there now and then, or is fixed.
Reports are written where --out or --reporter asks for them; the log of a server of --start goes to conformance-replay.

Exit codes: 1 when a failure is seen again, else those of run.`;

const noRule = 'a value is missing: give the id of a rule';

const noScript =
  'there is no program for it: it passed, or an AWS SDK cannot send what was sent, or nobody could reach the server';

/** The option of a setting of another command. */
function settingOption(name: string, schema: z.ZodType, value: string): Option {
  const { description = '' } = schema;
  const flags = `${optionOf(name)} ${value}`;
  return schema instanceof z.ZodArray ? repeatable(flags, description) : option(flags, description);
}

const mergeHelp = `The shards have to be of one run: the same release, seed, settings and server, and each part of it once.
They may be in one folder or in several.

Exit codes: those of run, for the whole; 2 where the parts are not those of one whole run.

Example:
  swf-conformance run --shard 1/2 --seed 7 --endpoint http://127.0.0.1:4566 --out part-1
  swf-conformance run --shard 2/2 --seed 7 --endpoint http://127.0.0.1:4566 --out part-2
  swf-conformance merge part-1 part-2`;

const compareCommandOptions = [
  settingOption('name', compareSettings.name, 'NAME'),
  settingOption('out', compareSettings.out, 'DIR'),
  settingOption('failOn', compareSettings.failOn, 'WHAT'),
];

const baselineCommandOptions = [
  settingOption('from', baselineSettings.from, 'RESULTS'),
  settingOption('baseline', baselineSettings.baseline, 'FILE'),
  settingOption('reason', baselineSettings.reason, 'TEXT'),
];

const baselineHelp = `An entry is added for each rule that counts against the target (MUST, and SHOULD where the run had --fail-on should), changed
where the rule now fails otherwise, and removed where it holds. Entries of rules that were skipped or inconclusive stay, and so do flaky
entries, reasons and comments.

Exit codes: 0 done, also where nothing had to change; 2 wrong use; 4 the file could not be written.

Example:
  swf-conformance baseline update --from conformance-report/results.json --baseline swf-baseline.yaml`;

const compareHelp = `What counts against a target is what the last run fails on: MUST, and SHOULD where it ran with --fail-on should.

Exit codes:
  0  compared; with --fail-on newly-failing, nothing newly fails
  1  with --fail-on newly-failing: something newly fails
  2  wrong use, or a file that holds no results
  4  the comparison could not be written

Example:
  swf-conformance compare release/results.json conformance-report --name 1.4 --name main --fail-on newly-failing`;

const serveCommandOptions = [
  option('--port N', 'the port (default 0: a free one)'),
  option('--host HOST', 'the address to listen on (default 127.0.0.1)'),
  option('--poll-hold SECONDS', 'how long a poll is held (1 to 3600; default 60)'),
  option('--latency MS', 'how much later each answer is sent (0 to 60000; default 0)'),
  option('--mutant NAME', 'make one mistake, to see which rules find it; swf-conformance mutants names all'),
];

const policyCommandOptions = [
  option('--account ID', 'the 12 digits of the account'),
  option('--region NAME', 'the region; else AWS_REGION'),
  option('--domain NAME', `where onlyDomain may poll (default ${usualNames.domain})`),
  option('--task-list NAME', `what onlyTaskList may poll (default ${usualNames.taskList})`),
];

const principalsHelp = `Attach each to a user or role of its own, and give their keys in the configuration file:
  "authenticates": true,
  "principals": {
    "withoutAction": { "accessKeyId": "...", "secretAccessKey": "..." },
    "onlyDomain": { "accessKeyId": "...", "secretAccessKey": "...", "domain": "${usualNames.domain}" },
    "onlyTaskList": { "accessKeyId": "...", "secretAccessKey": "...", "taskList": "${usualNames.taskList}" }
  }
A temporary key has a "sessionToken" too. Principals that are left out are not judged.`;

const precedence = `A configuration file is a JSON object of the same settings in camelCase, such as
  { "endpoint": "http://127.0.0.1:4566", "pollHold": 20, "skip": ["hold.*"] }
config.schema.json in the package is its schema, for editors.
An option wins over the file, and the file over the environment. Paths are relative to the current directory.

Credentials are found as by any AWS tool: environment, profile, container, instance. An endpoint on this
machine is given dummy ones (test, test) when there are none.`;

const helpEnd = `
Exit codes:
  0  conformant
  1  not conformant: a MUST was broken, or nothing was learned of it
  2  wrong use
  3  the server cannot be reached or used
  4  a fault of swf-conformance itself, or the reports could not be written

Examples:
  swf-conformance run --endpoint http://127.0.0.1:4566 --poll-hold 20
  swf-conformance run --only 'hold.*' --only empty.ok
  swf-conformance replay conformance-report/results.json hold.full`;
