/** Where the runtime reports what no response can carry. `console` is one, and so is a pino logger wrapped in this order. */
export interface Logger {
  debug(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
}

function ignore(): void {}

/** Says nothing. */
export const SILENT_LOGGER: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Warnings and errors to the host's console, nothing else. */
export function defaultLogger(): Logger {
  const host = globalThis as { readonly console?: Logger };
  if (host.console === undefined) return SILENT_LOGGER;
  const target = host.console;
  return {
    debug: ignore,
    info: ignore,
    warn: (message, details) => target.warn(message, details ?? ''),
    error: (message, details) => target.error(message, details ?? ''),
  };
}

/** The same logger, whose failures are its own affair: what it is told of must not become worse by it. */
export function guardedLogger(logger: Logger): Logger {
  const guarded =
    (level: keyof Logger): Logger['error'] =>
    (message, details) => {
      try {
        logger[level](message, details);
      } catch {
        // There is nobody left to tell.
      }
    };
  return {
    debug: guarded('debug'),
    info: guarded('info'),
    warn: guarded('warn'),
    error: guarded('error'),
  };
}
