import type { Failure } from '../../results/rule.ts';

/**
 * What is shown of a failure only when its rule is opened. Ten thousand exchanges as markup would be a page that no browser
 * likes to open; packed they are a few megabytes of text.
 */
export type Detail = Pick<Failure, 'differences' | 'exchanges' | 'timeline' | 'counterexample' | 'reproduce'>;

/** The attribute that tells which rule a packed detail, or the place to show it, belongs to. */
export const packedFor = 'data-packed-for';
export const detailOf = 'data-detail-of';
