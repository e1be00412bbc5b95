import { z } from 'zod';
import { baselineForm, integer, number, schemas, schemasIn, text } from '../engine/settings/forms.ts';
import { suggestion } from '../engine/settings/nearest.ts';
import { policyNames } from '../engine/settings/principals.ts';
import { quoted } from '../engine/settings/quoted.ts';
import { only, refusal } from '../engine/settings/refusal.ts';

const targetName = only('a name of 1 to 80 characters');

/** All that can be set of a comparison. */
export const compareSettings = {
  name: z
    .array(z.string(targetName).trim().min(1, targetName).max(80, targetName), targetName)
    .describe(
      'what a target is called, for the files in their order; give it as often as there are files (default where, which server and when)',
    ),
  out: text('a directory').describe(
    'where index.html, matrix.json and matrix.md are written (default conformance-compare)',
  ),
  failOn: z
    .literal('newly-failing', only('newly-failing'))
    .describe(
      'newly-failing: exit 1 when a rule counts against the last target that did not count against the first',
    ),
};

/** All that can be set of the update of a baseline. */
export const baselineSettings = {
  from: text('the results.json of a run').describe('the results.json of a run, or the folder that it is in'),
  baseline: text(baselineForm).describe(
    'the .yaml, .yml or .json file to write; what is there is kept as far as it still holds',
  ),
  reason: z
    .string(only('a text'))
    .trim()
    .min(1, only('a text'))
    .describe('why what is new fails (default: that nobody has looked yet)'),
};

/** The schema of a configuration file, for editors. */
export function configSchema(): object {
  const settings = z.strictObject({ $schema: z.string(), ...schemasIn('file') }).partial();
  return { title: 'swf-conformance.config.json', ...z.toJSONSchema(settings, { io: 'input' }) };
}

/** All that can be set of the principals' policies. */
export const policySettings = { ...policyNames, region: schemas.region };

/** All that can be set of the reference server, which may be one of these mutants. */
export const serveSettings = (mutants: readonly string[]) => ({
  port: integer({ from: 0, to: 65_535 }),
  host: text('an address of this machine'),
  pollHold: schemas.pollHold,
  latency: number({ from: 0, to: 60_000, unit: 'milliseconds' }),
  mutant: z.string(only('the name of a mutant')).superRefine((name, context) => {
    if (mutants.includes(name)) return;
    const message =
      name === ''
        ? refusal(name, 'the name of a mutant')
        : `there is no mutant ${quoted(name)}${suggestion(name, mutants) || '; swf-conformance mutants names all'}`;
    context.addIssue({ code: 'custom', message });
  }),
});
