import { Command, Option } from 'commander';
import { rules } from '../suites/index.ts';
import { numbersRead, optionOf, strays } from './arguments.ts';
import { explainText } from './explain.ts';
import { judge } from './judge.ts';
import { listJson, listText } from './list.ts';
import { mutantsJson, mutantsText } from './mutants.ts';
import { suggestion } from './nearest.ts';
import { runOptions } from './options.ts';
import { serveSettings } from './settings.ts';
import { columns, given, harmless, tell } from './text.ts';
import { version } from './version.ts';
import { mistakesText, WrongUse } from './wrong-use.ts';

/** The commands. What one came to is told by its exit code; wrong use is told here. */
export function makeProgram(exit: (code: number) => void): Command {
  const program = new Command('swf-conformance')
    .description("Tells whether a server speaks Amazon SWF's PollForActivityTask as it is documented.")
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(harmless(text)) })
    .addHelpText('after', helpEnd);

  const run = add('run', 'check a server against the rules, and write reports', async (command) => {
    const options = runOptions(command.opts(), process.env, strays(command).mistakes);
    // Not before it is needed: vitest alone takes longer to load than the other commands to end.
    return (await import('./run.ts')).run(options);
  });
  for (const option of runCommandOptions) run.addOption(option);
  run.addHelpText('after', `\n${precedence}\n${helpEnd}`);

  add('list', 'name the rules: id, level and what each says', (command) => {
    refuse(strays(command).mistakes);
    const { json } = command.opts();
    process.stdout.write(json ? listJson(rules) : listText(rules, columns(process.stdout)));
    return 0;
  }).option('--json', 'as JSON, with evidence, citation and fix');

  add('explain', 'tell all that is known of one rule', (command) => {
    const { operands, mistakes } = strays(command, 1);
    const [id = ''] = operands;
    const rule = rules.find((each) => each.id === id);
    if (rule && mistakes.length === 0) {
      process.stdout.write(explainText(rule, columns(process.stdout)));
      return 0;
    }
    const ids = rules.map((each) => each.id);
    const what = id
      ? `there is no rule ${given(id)}${suggestion(id, ids) || '; swf-conformance list names all'}`
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
    const { json } = command.opts();
    process.stdout.write(json ? mutantsJson(mutants) : mutantsText(mutants, columns(process.stdout)));
    return 0;
  }).option('--json', 'as JSON, with the rules that each breaks, and what is red besides');

  return program;

  /** A command that commander itself refuses nothing to: what is wrong is told by us, all at once. */
  function add(name: string, summary: string, act: (command: Command) => number | Promise<number>): Command {
    const command = program
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
        tell(mistakesText(error.mistakes, `swf-conformance ${name}`));
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

const runCommandOptions = [
  option(
    '--endpoint URL',
    'the server; else AWS_ENDPOINT_URL_SWF, else AWS_ENDPOINT_URL, else the embedded reference server',
  ),
  new Option('--aws', 'Amazon SWF itself, in the region that --region names; never without this'),
  repeatable(
    "--header 'NAME: VALUE'",
    'a header to send with every request, beside the signature; may be repeated',
  ),
  option('--ca FILE', 'a certificate (PEM) of an authority to trust besides, for https'),
  new Option('--insecure', 'accept any certificate, for https'),
  option('--region NAME', 'the region that requests are signed for; else AWS_REGION, else us-east-1'),
  option(
    '--poll-hold SECONDS',
    'the longest time that the server holds a poll (1 to 3600; default 60, or 2 for the embedded server, which then holds that long)',
  ),
  repeatable('--only PATTERN', 'only rules whose id matches; * stands for any text; may be repeated'),
  repeatable('--skip PATTERN', 'no rules whose id matches; may be repeated'),
  option('--fail-on LEVEL', 'must, or should: then a broken SHOULD fails the run too (default must)'),
  option('--seed N', 'what generated values come from (a 32-bit integer; default random, and told)'),
  option('--cases N', 'how many values each property is checked for (1 to 10000; default 100)'),
  option(
    '--rate N',
    'at most so many requests a second, over all rules (1 to 10000; default 40 for Amazon, else no bound)',
  ),
  option('--config FILE', 'a JSON file of these settings'),
  option('--out DIR', 'where the reports are written (default conformance-report)'),
];

const serveCommandOptions = [
  option('--port N', 'the port (default 0: a free one)'),
  option('--host HOST', 'the address to listen on (default 127.0.0.1)'),
  option('--poll-hold SECONDS', 'how long a poll is held (1 to 3600; default 60)'),
  option('--latency MS', 'how much later each answer is sent (0 to 60000; default 0)'),
  option('--mutant NAME', 'make one mistake, to see which rules find it; swf-conformance mutants names all'),
];

const precedence = `A configuration file is a JSON object of the same settings in camelCase, such as
  { "endpoint": "http://127.0.0.1:4566", "pollHold": 20, "skip": ["hold.*"] }
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
  swf-conformance run --only 'hold.*' --only empty.ok`;
