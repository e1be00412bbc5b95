import type { Fault } from '../faults.ts';
import {
  answeringFaults,
  changingFaults,
  isSerialization,
  nameOf,
  saying,
  writingFaults,
} from '../mutants/fault-making.ts';
import { withBody } from '../mutants/making.ts';
import type { Variant } from '../mutants/mutant.ts';
import { withHeader } from '../mutants/wire-making.ts';

/** A server that writes the `__type` of every fault of a poll so. */
function naming(name: (fault: Fault) => string): Variant['options'] {
  return writingFaults((fault) => ({ __type: name(fault), message: fault.message }));
}

export const faultVariants: readonly Variant[] = [
  {
    name: 'fault-named-without-namespace',
    does: 'It names faults without a namespace.',
    options: naming(nameOf),
  },
  {
    name: 'fault-namespace-of-swf',
    does: "It puts SWF's namespace before the name of every fault.",
    options: naming((fault) => `com.amazonaws.swf.base.model#${nameOf(fault)}`),
  },
  {
    name: 'fault-namespace-of-coral',
    does: "It puts the service framework's namespace before the name of every fault.",
    options: naming((fault) => `com.amazon.coral.service#${nameOf(fault)}`),
  },
  {
    name: 'fault-namespace-and-uri',
    does: 'It puts a namespace before the name of a fault and a URI behind it.',
    options: naming(
      (fault) => `${fault.type}:http://internal.amazon.com/coral/com.amazonaws.swf.base.model/`,
    ),
  },
  {
    name: 'fault-text-under-capital-message',
    does: 'It sends the text of every fault under "Message".',
    options: writingFaults((fault) => ({ __type: fault.type, Message: fault.message })),
  },
  {
    name: 'fault-with-both-messages',
    does: 'It sends the text under both names.',
    options: writingFaults((fault) => ({
      __type: fault.type,
      message: fault.message,
      Message: fault.message,
    })),
  },
  {
    name: 'fault-with-more-members',
    does: 'It sends members that no client looks for, and the name in the header x-amzn-ErrorType besides.',
    options: answeringFaults((response, fault, request) => {
      const body = {
        fault: 'client',
        requestId: 1,
        at: new URL(request.url).pathname,
        details: [{ reason: null }],
        __type: fault.type,
        message: fault.message,
      };
      return withHeader(withBody(response, JSON.stringify(body)), 'x-amzn-ErrorType', fault.type);
    }),
  },
  {
    name: 'fault-media-type-with-charset',
    does: 'It sends the media type of a fault with a parameter and in capitals.',
    options: answeringFaults((response) =>
      withHeader(response, 'content-type', 'Application/X-Amz-Json-1.0; charset=UTF-8'),
    ),
  },
  {
    name: 'fault-of-malformed-json-without-text',
    does: 'It says nothing beside the name where the body cannot be read, as DynamoDB does.',
    options: answeringFaults((response, fault) =>
      isSerialization(fault) && fault.message.includes('not JSON')
        ? withBody(response, JSON.stringify({ __type: fault.type }))
        : response,
    ),
  },
  {
    name: 'fault-text-of-slashes-and-times',
    does: 'It speaks of URLs, ARNs and times in its texts.',
    options: changingFaults((fault) =>
      fault.status >= 500
        ? fault
        : saying(
            fault,
            `${fault.message} at 2026-01-02 12:30:45; see https://docs.aws.amazon.com/swf/latest/api.js and /domain/a:1:2`,
          ),
    ),
  },
];
