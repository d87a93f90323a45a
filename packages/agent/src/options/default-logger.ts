import type { AgentLogger } from './agent-options.js';

const SILENT: AgentLogger = { debug: () => {}, warn: () => {}, error: () => {} };

/** Warnings and errors to the host's console, nothing else. */
export function defaultLogger(): AgentLogger {
  const host = globalThis as { readonly console?: AgentLogger };
  if (host.console === undefined) return SILENT;
  const target = host.console;
  return {
    debug: () => {},
    warn: (...entry) => target.warn(...entry),
    error: (...entry) => target.error(...entry),
  };
}

/** The same logger, except that no run ends because it throws. */
export function guardedLogger(logger: AgentLogger): AgentLogger {
  const guarded =
    (level: keyof AgentLogger) =>
    (message: string, details?: unknown): void => {
      try {
        if (details === undefined) logger[level](message);
        else logger[level](message, details);
      } catch {
        // Nobody is left to tell.
      }
    };
  return { debug: guarded('debug'), warn: guarded('warn'), error: guarded('error') };
}
