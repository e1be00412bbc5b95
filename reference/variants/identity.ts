import { readingIdentity } from '../mutants/identity.ts';
import type { Variant } from '../mutants/mutant.ts';

export const identityVariants: readonly Variant[] = [
  {
    name: 'identity-of-a-wrong-type-is-a-validation-fault',
    does: 'It refuses an identity that is no string as a ValidationException.',
    options: readingIdentity((value, problems, asDocumented) => {
      if (typeof value === 'string') {
        return asDocumented();
      }
      problems.push("Value at 'identity' failed to satisfy constraint: Member must be a string");
      return '';
    }),
  },
  {
    name: 'identity-counted-in-utf-16',
    does: 'It counts the characters of an identity as Java and JavaScript do.',
    options: readingIdentity((value, problems, asDocumented) => {
      if (typeof value === 'string' && value.length > 256) {
        problems.push("Value at 'identity' failed to satisfy constraint: Member is too long");
      }
      return asDocumented();
    }),
  },
];
