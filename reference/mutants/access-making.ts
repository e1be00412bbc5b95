import type { Fault } from '../faults.ts';
import type { Call, JsonObject } from '../model.ts';
import type { Policy, PolicyRequest, Statement } from '../policy.ts';
import { Protocol } from '../protocol.ts';
import { type SignatureCheck, signatureFault } from '../sigv4.ts';
import type { Mutant } from './mutant.ts';

type Changed = Pick<Mutant['options'], 'protocol'>;

/** A protocol that checks signatures otherwise. */
export function checkingSignatures(
  check: (request: Request, given: SignatureCheck, asDocumented: typeof signatureFault) => Fault | undefined,
): Changed {
  return {
    protocol: (service, options) =>
      new (class extends Protocol {
        override signatureFault(request: Request, given: SignatureCheck): Fault | undefined {
          return check(request, given, signatureFault);
        }
      })(service, options),
  };
}

/** A protocol that overlooks such faults of a signature. */
export function overlooking(isOverlooked: (fault: Fault, request: Request) => boolean): Changed {
  return checkingSignatures((request, given, asDocumented) => {
    const fault = asDocumented(request, given);
    return fault !== undefined && isOverlooked(fault, request) ? undefined : fault;
  });
}

/** A protocol that refuses what is not authentic with another fault. */
export function refusing(refuse: (fault: Fault) => Fault): Changed {
  return checkingSignatures((request, given, asDocumented) => {
    const fault = asDocumented(request, given);
    return fault && refuse(fault);
  });
}

/** A protocol that judges policies otherwise. */
export function judging(
  judge: (
    policy: Policy,
    request: PolicyRequest,
    asDocumented: (policy: Policy, request: PolicyRequest) => boolean,
  ) => boolean,
): Changed {
  return {
    protocol: (service, options) =>
      new (class extends Protocol {
        override allows(policy: Policy, request: PolicyRequest): boolean {
          return judge(policy, request, (...as) => super.allows(...as));
        }
      })(service, options),
  };
}

/** A protocol that reads each statement of a policy otherwise, or overlooks it. */
export function readingStatements(
  read: (statement: Statement, request: PolicyRequest) => Statement | undefined,
): Changed {
  return judging((policy, request, asDocumented) => {
    const statements = [policy.Statement].flat().map((statement) => read(statement, request));
    const Statement = statements.filter((statement) => statement !== undefined);
    return asDocumented({ ...policy, Statement }, request);
  });
}

/** A denied poll. */
export interface DeniedPoll {
  readonly fault: Fault;
  readonly call: Call;
  /** Polls all the same, perhaps for another caller. */
  poll(call: Call): Promise<JsonObject | undefined>;
}

/** A protocol that denies polls otherwise: it throws what `deny` gives, once it does. */
export function denying(deny: (denied: DeniedPoll) => Fault | Promise<Fault>): Changed {
  return {
    protocol: (service, options) =>
      new (class extends Protocol {
        override async permit(
          principal: string | undefined,
          operation: string,
          input: JsonObject,
          call: Call,
        ): Promise<void> {
          if (principal === undefined || this.isPermitted(principal, operation, input, call)) {
            return;
          }
          const fault = this.denial(principal, operation);
          if (operation !== 'PollForActivityTask') {
            throw fault;
          }
          throw await deny({ fault, call, poll: (as) => service.perform(operation, input, as) });
        }
      })(service, options),
  };
}
