import { sweepVariants } from './sweep.ts';

sweepVariants(2, 4);
