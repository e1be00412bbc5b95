import { sweepVariants } from './sweep.ts';

sweepVariants(3, 4);
