import { sweepArea } from './sweep.ts';

sweepArea('identity');
