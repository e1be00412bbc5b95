import { expect, it } from 'vitest';
import { Fixture } from '../../kit/fixture.ts';
import { operationOf, targetOf } from './target-of.ts';

/** An answer that tells of what is not there. */
const unknown = () =>
  new Response('{"__type":"com.amazonaws.swf.base.model#UnknownResourceFault","message":"Unknown type"}', {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
  });

it('a type that was just registered is waited for until it is seen, so that nothing is found about it', async () => {
  const asked: string[] = [];
  // Reads lag behind: what is registered is there for other calls only when it was looked for twice in vain.
  const target = await targetOf({
    async wrap(request, next) {
      const operation = operationOf(request);
      asked.push(operation);
      if (operation !== 'DescribeWorkflowType') return next(request);
      const looks = asked.filter((each) => each === operation).length;
      return looks <= 2 ? unknown() : new Response('{"typeInfo":{},"configuration":{}}');
    },
  });
  const fixture = new Fixture(target, target.signal);
  await fixture.startWorkflow();
  expect(asked.filter((each) => each === 'DescribeWorkflowType')).toHaveLength(3);
  expect(asked.lastIndexOf('DescribeWorkflowType')).toBeLessThan(asked.indexOf('StartWorkflowExecution'));
});

it('a target that cannot describe types, or has them already, is not asked again', async () => {
  const asked: string[] = [];
  const target = await targetOf({
    wrap(request, next) {
      asked.push(operationOf(request));
      return next(request);
    },
  });
  await target.activityType({ name: 'a', version: '1' });
  await target.activityType({ name: 'a', version: '1' });
  expect(asked.filter((each) => each === 'DescribeActivityType').length).toBeLessThanOrEqual(1);
});
