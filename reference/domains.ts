import { domainArn } from './arns.ts';
import { type Fault, swfFault } from './faults.ts';
import type {
  ActivityTypeInput,
  DomainInput,
  RegisterActivityTypeInput,
  RegisterDomainInput,
  RegisterWorkflowTypeInput,
} from './inputs.ts';
import type { ActivityType, Call, Domain, JsonObject, TypeName, WorkflowType } from './model.ts';
import { Requests } from './requests.ts';

/** Domains, and the activity and workflow types registered in them. */
export class Domains extends Requests {
  protected readonly domains = new Map<string, Domain>();
  /** How long what is read lags behind what was acknowledged. */
  protected lagMs = 0;

  /** What tells one domain from another: names are compared exactly, and each region has its own. */
  domainKey(region: string, name: string): string {
    return JSON.stringify([region, name]);
  }

  /** What tells one type from another within a domain: name and version together. */
  typeKey(type: TypeName): string {
    return JSON.stringify([type.name, type.version]);
  }

  /** The registered domain of that name; a deprecated one is still there. */
  domainOf(name: string, call: Call): Domain {
    const domain = this.domains.get(this.domainKey(call.region, name));
    if (domain === undefined) {
      throw this.unknownDomain(name);
    }
    return domain;
  }

  /** Live: the wording. */
  unknownDomain(name: string): Fault {
    return swfFault('UnknownResourceFault', `Unknown domain: ${name}`);
  }

  /** A domain in which something new may be made, which a deprecated one forbids. */
  domainInUse(name: string, call: Call): Domain {
    const domain = this.domainOf(name, call);
    if (domain.deprecated) {
      throw swfFault('DomainDeprecatedFault', `Domain is deprecated: ${name}`);
    }
    return domain;
  }

  registerDomain(input: RegisterDomainInput, call: Call): undefined {
    const key = this.domainKey(call.region, input.name);
    if (this.domains.has(key)) {
      throw swfFault('DomainAlreadyExistsFault', `Domain already exists: ${input.name}`);
    }
    this.domains.set(key, {
      region: call.region,
      name: input.name,
      description: input.description,
      retention: input.workflowExecutionRetentionPeriodInDays,
      registeredAt: Date.now(),
      deprecated: false,
      activityTypes: new Map(),
      workflowTypes: new Map(),
      executions: new Map(),
    });
  }

  describeDomain(input: DomainInput, call: Call): JsonObject {
    const domain = this.domainOf(input.name, call);
    if (Date.now() < domain.registeredAt + this.lagMs) throw this.unknownDomain(input.name);
    return {
      domainInfo: {
        name: domain.name,
        status: domain.deprecated ? 'DEPRECATED' : 'REGISTERED',
        description: domain.description,
        arn: domainArn(domain.region, domain.name),
      },
      configuration: { workflowExecutionRetentionPeriodInDays: domain.retention },
    };
  }

  deprecateDomain(input: DomainInput, call: Call): undefined {
    this.domainInUse(input.name, call).deprecated = true;
  }

  undeprecateDomain(input: DomainInput, call: Call): undefined {
    const domain = this.domainOf(input.name, call);
    if (!domain.deprecated) {
      throw swfFault('DomainAlreadyExistsFault', `Domain already exists: ${input.name}`);
    }
    domain.deprecated = false;
  }

  registerWorkflowType(input: RegisterWorkflowTypeInput, call: Call): undefined {
    const types = this.domainInUse(input.domain, call).workflowTypes;
    this.refuseSecond(types, 'WorkflowType', input);
    types.set(this.typeKey(input), {
      name: input.name,
      version: input.version,
      defaultTaskList: input.defaultTaskList,
      defaultTaskPriority: input.defaultTaskPriority,
      defaultTaskStartToCloseTimeout: input.defaultTaskStartToCloseTimeout,
      defaultExecutionStartToCloseTimeout: input.defaultExecutionStartToCloseTimeout,
      defaultChildPolicy: input.defaultChildPolicy,
    });
  }

  registerActivityType(input: RegisterActivityTypeInput, call: Call): undefined {
    const types = this.domainInUse(input.domain, call).activityTypes;
    this.refuseSecond(types, 'ActivityType', input);
    types.set(this.typeKey(input), {
      name: input.name,
      version: input.version,
      deprecated: false,
      defaultTaskList: input.defaultTaskList,
      defaultTaskPriority: input.defaultTaskPriority,
      defaults: {
        scheduleToStart: input.defaultTaskScheduleToStartTimeout,
        scheduleToClose: input.defaultTaskScheduleToCloseTimeout,
        startToClose: input.defaultTaskStartToCloseTimeout,
        heartbeat: input.defaultTaskHeartbeatTimeout,
      },
    });
  }

  deprecateActivityType(input: ActivityTypeInput, call: Call): undefined {
    const type = this.activityTypeOf(input, call);
    if (type.deprecated) {
      throw swfFault('TypeDeprecatedFault', typeText('ActivityType', type));
    }
    type.deprecated = true;
  }

  deleteActivityType(input: ActivityTypeInput, call: Call): undefined {
    const type = this.activityTypeOf(input, call);
    if (!type.deprecated) {
      throw swfFault('TypeNotDeprecatedFault', typeText('ActivityType', type));
    }
    this.domainOf(input.domain, call).activityTypes.delete(this.typeKey(type));
  }

  /** The type that an execution is started with. */
  protected workflowTypeOf(domain: Domain, name: TypeName): WorkflowType {
    const type = domain.workflowTypes.get(this.typeKey(name));
    if (type === undefined) {
      throw swfFault('UnknownResourceFault', `Unknown type: ${typeText('WorkflowType', name)}`);
    }
    return type;
  }

  private activityTypeOf(input: ActivityTypeInput, call: Call): ActivityType {
    const type = this.domainOf(input.domain, call).activityTypes.get(this.typeKey(input.activityType));
    if (type === undefined) {
      throw swfFault('UnknownResourceFault', `Unknown type: ${typeText('ActivityType', input.activityType)}`);
    }
    return type;
  }

  private refuseSecond(types: Map<string, unknown>, kind: string, name: TypeName): void {
    if (types.has(this.typeKey(name))) {
      throw swfFault('TypeAlreadyExistsFault', typeText(kind, name));
    }
  }
}

function typeText(kind: string, { name, version }: TypeName): string {
  return `${kind}=[name=${name}, version=${version}]`;
}
