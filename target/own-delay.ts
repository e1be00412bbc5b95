/** How often it looks; and from what delay on it counts: timers are a few milliseconds late on any machine. */
const everyMs = 20;
const fromMs = 40;

/**
 * How long this process itself was too busy, or was not let run by its machine, so that what a server did meanwhile could not be
 * noticed. A bound on a server's time must not count that.
 */
export class OwnDelay {
  readonly #delays: { readonly from: number; readonly to: number }[] = [];
  readonly #timer: NodeJS.Timeout;
  #last = performance.now();

  constructor() {
    this.#timer = setInterval(() => this.#look(), everyMs).unref();
  }

  /** Milliseconds of our own within the time from one `performance.now()` to another. */
  between(from: number, to: number): number {
    this.#look();
    const within = this.#delays.map((delay) => Math.min(delay.to, to) - Math.max(delay.from, from));
    return within.filter((ms) => ms > 0).reduce((sum, ms) => sum + ms, 0);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    if (now - this.#last >= everyMs + fromMs) this.#delays.push({ from: this.#last + everyMs, to: now });
    this.#last = now;
  }
}
