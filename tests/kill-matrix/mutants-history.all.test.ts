import { sweepArea } from './sweep.ts';

sweepArea('history');
