import { Fault } from '../faults.ts';
import { Protocol } from '../protocol.ts';
import type { Mutant, Variant } from './mutant.ts';

type Rendering = Pick<Mutant['options'], 'protocol'>;

/** Changes the faults of polls on their way out. */
function answeringFaults(
  change: (response: Response, fault: Fault, request: Request) => Response | Promise<Response>,
): Pick<Mutant['options'], 'protocol' | 'wrap'> {
  const faults = new WeakMap<Response, Fault>();
  return {
    protocol: (service, options) =>
      new (class extends Protocol {
        override renderFault(fault: Fault, request: Request): Response {
          const response = super.renderFault(fault, request);
          faults.set(response, fault);
          return response;
        }
      })(service, options),
    wrap: async (request, next) => {
      const response = await next(request);
      const fault = faults.get(response);
      const isPoll = request.headers.get('x-amz-target')?.endsWith('.PollForActivityTask');
      return fault === undefined || !isPoll ? response : change(response, fault, request);
    },
  };
}

/** The same answer with another body. */
function withBody(response: Response, body: object | string): Response {
  const { status, headers } = response;
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
}

function withStatus(response: Response, status: number): Response {
  return new Response(response.body, { status, headers: response.headers });
}

function withType(response: Response, type: string | undefined): Response {
  const headers = new Headers(response.headers);
  if (type === undefined) {
    headers.delete('content-type');
  } else {
    headers.set('content-type', type);
  }
  return new Response(response.body, { status: response.status, headers });
}

/** A protocol whose faults are others. */
function changingFaults(change: (fault: Fault) => Fault): Rendering {
  return {
    protocol: (service, options) =>
      new (class extends Protocol {
        override renderFault(fault: Fault, request: Request): Response {
          return super.renderFault(change(fault), request);
        }
      })(service, options),
  };
}

const nameOf = (fault: Fault) => fault.type.split('#').at(-1) ?? '';
const isInternal = (fault: Fault) => fault.status >= 500;
const isValidation = (fault: Fault) => nameOf(fault) === 'ValidationException';
const isSerialization = (fault: Fault) => nameOf(fault) === 'SerializationException';

const pythonTrace = `Traceback (most recent call last):
  File "/opt/app/swf/responses.py", line 112, in poll_for_activity_task
    domain = self.domains[name]
KeyError: 'domain'`;
const nodeTrace = `Error: no such domain
    at Service.domainOf (/srv/swf/dist/domains.js:41:13)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`;
const javaTrace = `java.lang.NullPointerException
\tat org.example.swf.Domains.find(Domains.java:88)`;

export const faultMutants: readonly Mutant[] = [
  {
    name: 'faults-are-404',
    breaks: ['fault.status'],
    does: 'It answers an unknown domain with HTTP 404.',
    options: answeringFaults((response, fault) =>
      nameOf(fault) === 'UnknownResourceFault' ? withStatus(response, 404) : response,
    ),
  },
  {
    name: 'faults-are-200',
    breaks: ['fault.status', 'fault.sdk'],
    does: 'It answers a fault with HTTP 200.',
    options: answeringFaults((response) => withStatus(response, 200)),
  },
  {
    name: 'validation-is-500',
    breaks: ['fault.status'],
    does: 'It answers an invalid member with HTTP 500.',
    options: answeringFaults((response, fault) =>
      isValidation(fault) ? withStatus(response, 500) : response,
    ),
  },
  {
    name: 'wrong-type-is-an-html-500',
    breaks: ['fault.status'],
    does: 'It lets an exception of its parser become the HTML page of its web framework.',
    options: answeringFaults((response, fault) =>
      isSerialization(fault)
        ? new Response('<!doctype html><h1>Internal Server Error</h1>', {
            status: 500,
            headers: { 'content-type': 'text/html' },
          })
        : response,
    ),
  },
  {
    name: 'faults-close-without-answer',
    breaks: ['fault.status'],
    does: 'It ends the connection on invalid members, without an answer.',
    options: answeringFaults((response, fault) => (isValidation(fault) ? Response.error() : response)),
  },
  {
    name: 'fault-unnamed',
    breaks: ['fault.type', 'fault.sdk'],
    does: 'It leaves __type out.',
    options: answeringFaults((response, fault) => withBody(response, { message: fault.message })),
  },
  {
    name: 'fault-named-by-code',
    breaks: ['fault.type'],
    does: 'It names the fault under "code", as other protocols do.',
    options: answeringFaults((response, fault) =>
      withBody(response, { code: nameOf(fault), message: fault.message }),
    ),
  },
  {
    name: 'fault-named-in-header',
    breaks: ['fault.type'],
    does: 'It names the fault in the header x-amzn-ErrorType alone.',
    options: answeringFaults((response, fault) => {
      const answer = withBody(response, { message: fault.message });
      answer.headers.set('x-amzn-ErrorType', nameOf(fault));
      return answer;
    }),
  },
  {
    name: 'fault-named-by-a-sentence',
    breaks: ['fault.type', 'fault.sdk'],
    does: 'It sends the message as __type.',
    options: answeringFaults((response, fault) =>
      withBody(response, { __type: fault.message || 'An error', message: fault.message }),
    ),
  },
  {
    name: 'fault-wrapped',
    breaks: ['fault.type', 'fault.sdk'],
    does: 'It wraps the fault in a member "error".',
    options: answeringFaults((response, fault) =>
      withBody(response, { error: { __type: fault.type, message: fault.message } }),
    ),
  },
  {
    name: 'fault-as-xml',
    breaks: ['fault.media-type', 'fault.sdk', 'fault.type'],
    does: 'It answers faults in XML, as the query protocol does.',
    options: answeringFaults((response, fault) =>
      withType(
        withBody(response, `<ErrorResponse><Error><Code>${nameOf(fault)}</Code></Error></ErrorResponse>`),
        'text/xml',
      ),
    ),
  },
  {
    name: 'fault-without-message',
    breaks: ['fault.message'],
    does: 'It names the fault and says no more.',
    options: answeringFaults((response, fault) => withBody(response, { __type: fault.type })),
  },
  {
    name: 'fault-message-empty',
    breaks: ['fault.message'],
    does: 'It sends an empty message.',
    options: answeringFaults((response, fault) => withBody(response, { __type: fault.type, message: '' })),
  },
  {
    name: 'fault-message-is-a-list',
    breaks: ['fault.message-string'],
    does: 'It sends the validation errors as a list under "message".',
    options: answeringFaults((response, fault) =>
      isValidation(fault) ? withBody(response, { __type: fault.type, message: [fault.message] }) : response,
    ),
  },
  {
    name: 'fault-message-is-an-object',
    breaks: ['fault.message-string'],
    does: 'It sends an object under "Message".',
    options: answeringFaults((response, fault) =>
      withBody(response, { __type: fault.type, Message: { text: fault.message } }),
    ),
  },
  {
    name: 'fault-as-html',
    breaks: ['fault.media-type'],
    does: 'It sends faults as text/html.',
    options: answeringFaults((response) => withType(response, 'text/html; charset=utf-8')),
  },
  {
    name: 'fault-as-plain-json',
    breaks: ['fault.media-type'],
    does: 'It sends faults as application/json.',
    options: answeringFaults((response) => withType(response, 'application/json')),
  },
  {
    name: 'fault-as-json-1.1',
    breaks: ['fault.media-type'],
    does: 'It sends faults as application/x-amz-json-1.1.',
    options: answeringFaults((response) => withType(response, 'application/x-amz-json-1.1')),
  },
  {
    name: 'fault-name-doubled',
    breaks: ['fault.type'],
    does: 'It puts a second namespace behind the name.',
    options: answeringFaults((response, fault) =>
      withBody(response, { __type: `${fault.type}#`, message: fault.message }),
    ),
  },
  {
    name: 'fault-with-python-traceback',
    breaks: ['fault.no-internals'],
    does: 'It appends its stack trace to the message.',
    options: changingFaults(
      (fault) => new Fault(fault.type, `${fault.message} ${pythonTrace}`, fault.status, fault.textMember),
    ),
  },
  {
    name: 'fault-with-node-stack',
    breaks: ['fault.no-internals'],
    does: 'It sends its stack as the message of a SerializationException.',
    options: changingFaults((fault) =>
      isSerialization(fault) ? new Fault(fault.type, nodeTrace, fault.status, fault.textMember) : fault,
    ),
  },
  {
    name: 'fault-with-java-stack',
    breaks: ['fault.no-internals', 'fault.status'],
    does: 'It answers an invalid member with HTTP 500 and its stack trace.',
    options: answeringFaults((response, fault) =>
      isValidation(fault) ? withStatus(withBody(response, javaTrace), 500) : response,
    ),
  },
  {
    name: 'fault-with-source-path',
    breaks: ['fault.no-internals'],
    does: 'It says in which of its files the fault was raised.',
    options: changingFaults(
      (fault) =>
        new Fault(fault.type, `${fault.message} (/app/internal/swf/poll.go:42)`, fault.status, 'message'),
    ),
  },
];

export const faultVariants: readonly Variant[] = [
  {
    name: 'fault-with-both-messages',
    does: 'It sends the text under both names, and more members.',
    options: answeringFaults((response, fault) =>
      withBody(response, {
        __type: fault.type,
        message: fault.message,
        Message: fault.message,
        fault: 'client',
      }),
    ),
  },
  {
    name: 'fault-media-type-with-charset',
    does: 'It sends the media type with a parameter and in capitals.',
    options: answeringFaults((response) => withType(response, 'Application/X-Amz-Json-1.0; charset=UTF-8')),
  },
  {
    name: 'malformed-json-without-text',
    does: 'It says nothing beside the name where the body cannot be read, as DynamoDB does.',
    options: answeringFaults((response, fault) =>
      isSerialization(fault) && fault.message.includes('not JSON')
        ? withBody(response, { __type: fault.type })
        : response,
    ),
  },
  {
    name: 'fault-text-of-slashes-and-times',
    does: 'It speaks of URLs, ARNs and times in its texts.',
    options: changingFaults((fault) =>
      isInternal(fault)
        ? fault
        : new Fault(
            fault.type,
            `${fault.message} at 2026-01-02 12:30:45; see https://docs.aws.amazon.com/swf/latest/api.js and /domain/a:1:2`,
            fault.status,
          ),
    ),
  },
];
