import { ConfigError, type Logger } from '@flightdeck/core';

/** From which level on a runtime says something. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** @throws ConfigError */
export function checkedLogLevel(level: unknown): LogLevel {
  const known = LEVELS.find((name) => name === level);
  if (known !== undefined) return known;
  throw new ConfigError(`logLevel must be one of ${LEVELS.join(', ')}, got '${String(level)}'`);
}

/** What `LOG_LEVEL` says, which counts before any option; `undefined` for nothing that is a level. */
export function environmentLogLevel(): LogLevel | undefined {
  const host = globalThis as {
    readonly process?: { readonly env?: { readonly LOG_LEVEL?: string } };
  };
  const level = host.process?.env?.LOG_LEVEL?.toLowerCase();
  return LEVELS.find((name) => name === level);
}

/** The same logger, without what is below a level, which may change. */
export function filteredLogger(logger: Logger, level: () => LogLevel): Logger {
  const log =
    (name: LogLevel): Logger[LogLevel] =>
    (message, details) => {
      if (LEVELS.indexOf(name) >= LEVELS.indexOf(level())) logger[name](message, details);
    };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}
