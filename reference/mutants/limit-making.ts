import { type Fault, swfFault } from '../faults.ts';
import type { Poller, TaskList } from '../model.ts';
import { ReferenceService } from '../service.ts';
import { serving } from './making.ts';
import type { Mutant } from './mutant.ts';

/** Few enough for the matrix, and more than the rules send past it or schedule. */
export const polls = 20;

/** A hold with time to look twice for what comes back. */
export const limitOptions = { pollersPerTaskList: polls, pollHoldSeconds: 4 };

/** Limited servers that refuse by this service. */
export function limited(Service: Parameters<typeof serving>[0]): Mutant['options'] {
  return { ...limitOptions, ...serving(Service) };
}

/** As documented. */
export function limitFault(): Fault {
  return swfFault('LimitExceededFault', 'Limit on maximum concurrent poll requests per task list reached');
}

/** A service that refuses one poll too many with this fault. */
export function refusingWith(fault: () => Fault): Mutant['options'] {
  return limited(
    class extends ReferenceService {
      override refuseTooManyPollers(list: TaskList): void {
        if (list.pollers.length >= polls) {
          throw fault();
        }
      }
    },
  );
}

/** A service that has this done when a poll comes that is one too many. */
export function meeting(act: (list: TaskList, waiting: Poller[]) => void): Mutant['options'] {
  return limited(
    class extends ReferenceService {
      override refuseTooManyPollers(list: TaskList): void {
        if (list.pollers.length >= polls) {
          act(list, list.pollers);
        }
      }
    },
  );
}
