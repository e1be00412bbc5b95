import type { EventEmitter } from 'node:events';

const ours = new Set<unknown>();

/**
 * Listens for an event of the process, and keeps everybody else from it. Once vitest runs it would, on SIGINT, exit
 * within a millisecond, so that nothing is closed on the target; and with 1 on an unhandled rejection, which is our
 * "not conformant". The latest of our own listeners comes first. Gives a function that ends it.
 */
export function listenAlone(event: string, listener: (value: unknown) => void): () => void {
  const emitter: EventEmitter = process;
  const removeOther = (added: string, other: () => void) => {
    // It is told before the listener is there.
    if (added === event && !ours.has(other)) queueMicrotask(() => emitter.off(event, other));
  };
  ours.add(listener);
  emitter.prependListener(event, listener);
  emitter.on('newListener', removeOther);
  return () => {
    emitter.off('newListener', removeOther);
    emitter.off(event, listener);
  };
}
