// Each rule becomes a test beside your own: `npx vitest run -t hold.full` runs one.
import { conformanceSuite } from 'swf-conformance/vitest';
import { handlers } from './mock.js';

conformanceSuite({
  handlers,
  // The longest time that the mock holds a poll: the suite lasts about as long.
  pollHold: 2,
  // What it is not meant to do yet.
  skip: ['identity.*'],
});
