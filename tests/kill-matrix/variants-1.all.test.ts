import { sweepVariants } from './sweep.ts';

sweepVariants(1, 4);
