import { sweepArea } from './sweep.ts';

sweepArea('task');
