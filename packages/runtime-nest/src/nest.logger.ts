import type { Logger as RuntimeLogger } from '@flightdeck/core';
import { Logger } from '@nestjs/common';

/** Reports through the application's logger, whichever it has chosen. */
export function nestLogger(context: string): RuntimeLogger {
  const logger = new Logger(context);
  return {
    debug: (message, details) => logger.debug(...lines(message, details)),
    info: (message, details) => logger.log(...lines(message, details)),
    warn: (message, details) => logger.warn(...lines(message, details)),
    error: (message, details) => logger.error(...lines(message, details)),
  };
}

/** Nest takes a string at the end for a context or a stack. */
function lines(message: string, details: unknown): [string, ...unknown[]] {
  if (details === undefined) return [message];
  return [message, details instanceof Error ? { error: details } : details];
}
