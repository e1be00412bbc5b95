import { Fault, serviceFault, swfFault } from '../faults.ts';
import type { Call, JsonObject } from '../model.ts';
import { checkingSignatures, denying, refusing } from '../mutants/access-making.ts';
import type { Variant } from '../mutants/mutant.ts';
import { answering } from '../mutants/wire-making.ts';
import { Protocol } from '../protocol.ts';
import { instant } from '../sigv4.ts';

const isFault = async (response: Response, name: string) =>
  response.status === 400 && (await response.clone().text()).includes(name);

/** Who may poll, and how others are refused. */
export const accessVariants: readonly Variant[] = [
  {
    name: 'denied-as-operation-not-permitted',
    does: 'A denial is OperationNotPermittedFault.',
    options: denying(({ fault }) => swfFault('OperationNotPermittedFault', fault.message)),
  },
  {
    name: 'denied-as-403',
    does: 'A denial is AccessDeniedException with HTTP 403.',
    options: denying(({ fault }) => serviceFault('AccessDeniedException', fault.message, 403)),
  },
  {
    name: 'denied-after-the-domain',
    does: 'The domain is looked up before permission is asked for.',
    options: {
      protocol: (service, options) =>
        new (class extends Protocol {
          override async permit(
            principal: string | undefined,
            operation: string,
            input: JsonObject,
            call: Call,
          ): Promise<void> {
            if (operation === 'PollForActivityTask') {
              service.domainOf(String(input.domain), call);
            }
            await super.permit(principal, operation, input, call);
          }
        })(service, options),
    },
  },
  {
    name: 'denied-before-validation',
    does: 'Permission is asked for before the members of a poll are checked.',
    options: {
      protocol: (service, options) =>
        new (class extends Protocol {
          override async answer(request: Request): Promise<Response> {
            const body = new Uint8Array(await request.clone().arrayBuffer());
            try {
              const input = JSON.parse(Buffer.from(body).toString()) as JsonObject;
              const call = { region: this.regionOf(request), signal: request.signal };
              await this.permit(this.authenticate(request, body), this.parseTarget(request), input, call);
            } catch (error) {
              if (error instanceof Fault && error.type.endsWith('AccessDeniedException')) {
                return this.renderFault(error, request);
              }
            }
            return super.answer(request);
          }
        })(service, options),
    },
  },
  {
    name: 'unsigned-is-403',
    does: 'A request without a signature is answered MissingAuthenticationToken with HTTP 403.',
    options: refusing((fault) =>
      fault.type.endsWith('#MissingAuthenticationTokenException')
        ? serviceFault('MissingAuthenticationToken', fault.message, 403)
        : fault,
    ),
  },
  {
    name: 'unauthentic-by-the-common-names',
    does: 'What is not authentic is refused by the names of the common errors, with HTTP 403.',
    options: refusing((fault) => {
      const isDate = fault.message.includes('not yet valid or expired');
      const isKey = fault.type.endsWith('#UnrecognizedClientException');
      const name = isDate ? 'RequestExpired' : isKey ? 'InvalidClientTokenId' : 'SignatureDoesNotMatch';
      return serviceFault(name, fault.message, 403);
    }),
  },
  {
    name: 'unauthentic-refused-by-a-gateway',
    does: 'A gateway refuses a poll without a signature with HTTP 401 and a page of its own.',
    options: answering(async (response) =>
      (await isFault(response, 'MissingAuthenticationToken'))
        ? new Response('<h1>401 Unauthorized</h1>', { status: 401, headers: { 'content-type': 'text/html' } })
        : response,
    ),
  },
  {
    name: 'dates-within-15-minutes',
    does: 'A date may be 15 minutes off.',
    options: checkingSignatures((request, given, asDocumented) => {
      const date = instant(request.headers.get('x-amz-date') ?? '');
      const isNear = Math.abs(date - given.now) <= 15 * 60_000;
      return asDocumented(request, { ...given, now: isNear ? date : given.now });
    }),
  },
];
