import type { Logger } from '@flightdeck/core';

import { ServerCloser, type ClosableServer } from './server-closer.js';

/** What shutting down needs of a runtime. */
export interface ShutdownRuntime {
  /** Refuses new runs, waits for those that are under way, and ends the rest after `graceMs`. */
  shutdown(options: { graceMs: number }): Promise<void>;
}

export interface GracefulShutdownOptions {
  readonly server: ClosableServer;
  readonly runtime: ShutdownRuntime;
  /**
   * Milliseconds that runs get to come to their end.
   *
   * @default 10000
   */
  readonly graceMs?: number | undefined;
  /**
   * Told of a runtime that fails to shut down; the server is closed all the same.
   *
   * @default says nothing
   */
  readonly logger?: Pick<Logger, 'error'> | undefined;
}

const GRACE_MS = 10_000;
/** How long responses may take to leave once their runs have ended, and a runtime beyond its grace. */
const SETTLE_MS = 2_000;

/**
 * Prepares a shutdown that cuts nobody off: runs end first, while the server goes on answering;
 * then it stops listening, and connections are closed as soon as their responses are out.
 *
 * The function returned never rejects, and does its work once however often it is called.
 */
export function createGracefulShutdown(options: GracefulShutdownOptions): () => Promise<void> {
  const closer = new ServerCloser(options.server);
  let done: Promise<void> | undefined;
  return () => {
    done ??= shutDown(options, closer);
    return done;
  };
}

async function shutDown(options: GracefulShutdownOptions, closer: ServerCloser): Promise<void> {
  const { runtime, graceMs = GRACE_MS, logger } = options;
  try {
    await within(graceMs + SETTLE_MS, runtime.shutdown({ graceMs }));
  } catch (error) {
    logger?.error('The runtime did not shut down', error);
  }
  await closer.close(SETTLE_MS);
}

/** The promise's outcome, or a failure when it takes too long. */
async function within(timeoutMs: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    const late = (): void => reject(new Error(`Not finished after ${timeoutMs} ms`));
    timer = setTimeout(late, timeoutMs);
  });
  try {
    await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
