import type { PollInput } from '../inputs.ts';
import type { Call, JsonObject } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** A service that finds a poll's domain among the registered names otherwise, where none is of exactly that name. */
function finding(find: (wanted: string, names: string[]) => string | undefined): Mutant['options'] {
  return serving(
    class extends ReferenceService {
      override pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
        const names = [...this.domains.values()].map(({ name }) => name);
        const found = names.includes(input.domain) ? input.domain : find(input.domain, names);
        return super.pollForActivityTask({ ...input, domain: found ?? input.domain }, call);
      }
    },
  );
}

/** A service that finds a poll's domain by another comparison of names. */
function comparing(key: (name: string) => string): Mutant['options'] {
  return finding((wanted, names) => names.find((name) => key(name) === key(wanted)));
}

/** Polls of names that nearly are a registered domain's. */
export const domainNearMutants: readonly Mutant[] = [
  {
    name: 'domain-folds-case',
    breaks: ['poll-for-activity-task.domain.near-miss'],
    does: 'Domains are compared without case.',
    options: comparing((name) => name.toLowerCase()),
  },
  {
    name: 'domain-trims',
    breaks: ['poll-for-activity-task.domain.near-miss'],
    does: 'White space around a domain is trimmed.',
    options: comparing((name) => name.trim()),
  },
  {
    name: 'domain-trims-start',
    breaks: ['poll-for-activity-task.domain.near-miss'],
    does: 'White space at the start of a domain is overlooked.',
    options: comparing((name) => name.trimStart()),
  },
  {
    name: 'domain-trims-end',
    breaks: ['poll-for-activity-task.domain.near-miss'],
    does: 'White space at the end of a domain is overlooked, as by SQL.',
    options: comparing((name) => name.trimEnd()),
  },
  {
    name: 'domain-normalizes',
    breaks: ['poll-for-activity-task.domain.near-miss'],
    does: 'Domains are compared in normalized form.',
    options: comparing((name) => name.normalize('NFC')),
  },
  {
    name: 'domain-folds-accents',
    breaks: ['poll-for-activity-task.domain.near-miss'],
    does: 'Domains are compared without accents that combine, as by a collation.',
    options: finding((wanted, names) =>
      names.find((name) => /\p{M}/u.test(wanted) && name.normalize('NFC') === wanted.normalize('NFC')),
    ),
  },
  {
    name: 'domain-prefix',
    breaks: ['poll-for-activity-task.domain.near-miss'],
    does: 'A prefix of a domain finds it.',
    options: finding((wanted, names) => names.find((name) => name.startsWith(wanted))),
  },
  {
    name: 'domain-longer',
    breaks: ['poll-for-activity-task.domain.near-miss'],
    does: 'What begins with a domain finds it.',
    options: finding((wanted, names) => names.find((name) => wanted.startsWith(name))),
  },
];
