import { sweepArea } from './sweep.ts';

sweepArea('empty');
