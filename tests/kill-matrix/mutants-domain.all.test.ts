import { sweepArea } from './sweep.ts';

sweepArea('domain');
