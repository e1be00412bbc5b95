import type { PollInput } from '../inputs.ts';
import type { Call, JsonObject } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { pause, readingPolls } from './making.ts';
import type { Mutant } from './mutant.ts';

/** A service that does something else with polls whose domain is like that, before anything is checked. */
export function onDomain(
  fits: (name: unknown) => boolean,
  act: (name: unknown) => unknown,
): Mutant['options'] {
  return readingPolls('domain', (name) => (fits(name) ? act(name) : name));
}

/** The same for domains that are text. */
export function onDomainText(
  fits: (name: string) => boolean,
  act: (name: string) => unknown,
): Mutant['options'] {
  return readingPolls('domain', (name) => (typeof name === 'string' && fits(name) ? act(name) : name));
}

/** A service that holds polls of an unknown domain. */
export class Holding extends ReferenceService {
  holdsUnknown(_name: string): boolean {
    return true;
  }

  override async pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
    const known = this.domains.has(this.domainKey(call.region, input.domain));
    if (!known && this.holdsUnknown(input.domain)) {
      await pause(this.holdMilliseconds(), call.signal);
      return this.emptyResult();
    }
    return super.pollForActivityTask(input, call);
  }
}
