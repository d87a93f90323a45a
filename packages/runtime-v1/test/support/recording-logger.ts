import type { Logger } from '@flightdeck/core';

/** A logger, and what it was told. */
export function recordingLogger(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const record = (message: string, details?: unknown): void => {
    lines.push(details === undefined ? message : `${message} ${JSON.stringify(details)}`);
  };
  return { logger: { debug: record, info: record, warn: record, error: record }, lines };
}
