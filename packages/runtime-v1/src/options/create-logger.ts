import type { Logger } from '@flightdeck/core';
import {
  checkedLogLevel,
  environmentLogLevel,
  filteredLogger,
  type LogLevel,
} from './log-level.js';

export interface CreateLoggerOptions {
  /** The least that is said; the environment variable `LOG_LEVEL` counts before it. @default 'error' */
  readonly level?: LogLevel;
  /** Put before each message. @default nothing */
  readonly component?: string;
}

/** A logger of a part of the runtime. */
export interface CopilotRuntimeLogger extends Logger {
  /** The same logger for a smaller part. */
  child(options: { readonly component?: string }): CopilotRuntimeLogger;
}

const SILENT: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * A logger to the host's console. v1.md 3.
 *
 * @throws ConfigError for a `level` that is none
 */
export function createLogger(options: CreateLoggerOptions = {}): CopilotRuntimeLogger {
  const level = environmentLogLevel() ?? checkedLogLevel(options.level ?? 'error');
  return prefixed(
    filteredLogger(consoleLogger(), () => level),
    options.component,
  );
}

/** The host's console, all of it. */
export function consoleLogger(): Logger {
  const host = globalThis as { readonly console?: Logger };
  return host.console ?? SILENT;
}

function prefixed(logger: Logger, component: string | undefined): CopilotRuntimeLogger {
  const say =
    (level: LogLevel): Logger[LogLevel] =>
    (message, details) => {
      const text = component === undefined ? message : `[${component}] ${message}`;
      if (details === undefined) logger[level](text);
      else logger[level](text, details);
    };
  return {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    child: (child) => prefixed(logger, child.component ?? component),
  };
}
