import { sweepArea } from './sweep.ts';

sweepArea('access');
