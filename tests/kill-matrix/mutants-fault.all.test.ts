import { sweepArea } from './sweep.ts';

sweepArea('fault');
