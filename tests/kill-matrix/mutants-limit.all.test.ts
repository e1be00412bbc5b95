import { sweepArea } from './sweep.ts';

sweepArea('limit');
