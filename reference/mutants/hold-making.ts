import type { PollInput } from '../inputs.ts';
import type { Call, JsonObject, TaskList } from '../model.ts';
import { ReferenceService } from '../service.ts';

/** Ends the polls that wait on a list, with nothing. */
export function endEmpty(list: TaskList): void {
  for (const poller of list.pollers.splice(0)) {
    poller.receive(undefined);
  }
}

/** A service on which polls of one place wait for one another. */
export class Queued extends ReferenceService {
  /** How many polls may wait at once in one place. */
  readonly room: number = 1;
  readonly #waiting = new Map<string, number>();
  readonly #turns = new Map<string, (() => void)[]>();

  /** One place for all polls. */
  place(_input: PollInput): string {
    return '';
  }

  override async pollForActivityTask(input: PollInput, call: Call): Promise<JsonObject> {
    const place = this.place(input);
    const turns = this.#turns.get(place) ?? [];
    this.#turns.set(place, turns);
    if (this.#count(place, 0) >= this.room) {
      await new Promise<void>((resolve) => turns.push(resolve));
    }
    this.#count(place, 1);
    try {
      return await super.pollForActivityTask(input, call);
    } finally {
      this.#count(place, -1);
      turns.shift()?.();
    }
  }

  #count(place: string, more: number): number {
    const count = (this.#waiting.get(place) ?? 0) + more;
    this.#waiting.set(place, count);
    return count;
  }
}
