import type { Logger } from '@flightdeck/core';
import type { FastifyBaseLogger } from 'fastify';

/** Reports through an application's logger: `new CopilotRuntime({ logger: fastifyLogger(app.log) })`. */
export function fastifyLogger(log: FastifyBaseLogger): Logger {
  return {
    debug: (message, details) => log.debug(...fields(message, details)),
    info: (message, details) => log.info(...fields(message, details)),
    warn: (message, details) => log.warn(...fields(message, details)),
    error: (message, details) => log.error(...fields(message, details)),
  };
}

/** As pino has it: an error is a field of its own, with its stack. */
function fields(message: string, details: unknown): [object, string] {
  if (details === undefined) return [{}, message];
  return [details instanceof Error ? { err: details } : { details }, message];
}
