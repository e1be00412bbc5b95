import { sweepArea } from './sweep.ts';

sweepArea('hold');
