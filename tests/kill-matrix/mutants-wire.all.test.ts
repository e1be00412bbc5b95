import { sweepArea } from './sweep.ts';

sweepArea('wire');
