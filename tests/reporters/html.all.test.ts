import { testPage } from './html-page.ts';
import { concurrentReport } from './html-sample.ts';
import { greenReport, hostileReport } from './sample.ts';

testPage('a concurrent', concurrentReport());
testPage('a hostile', hostileReport());
testPage('a green', greenReport());
