import { sweepVariants } from './sweep.ts';

sweepVariants(4, 4);
