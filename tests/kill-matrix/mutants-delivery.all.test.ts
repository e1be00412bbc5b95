import { sweepArea } from './sweep.ts';

sweepArea('delivery');
