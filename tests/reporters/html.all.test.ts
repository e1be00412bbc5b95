import { testPage } from './html-page.ts';
import { concurrentReport } from './html-sample.ts';
import { greenReport, hostileOperations, hostileReport, severalOperations } from './sample.ts';

testPage('a concurrent', concurrentReport());
testPage('a hostile', hostileReport());
testPage('a green', greenReport());
testPage("a several operations'", severalOperations());
testPage("a hostile several operations'", hostileOperations());
