import type { Logger } from '@flightdeck/core';

export interface LogLine {
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly details: unknown;
}

/** A logger that keeps warnings and errors instead of writing them. */
export function recordingLogger(): { logger: Logger; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const keep =
    (level: LogLine['level']) =>
    (message: string, details?: unknown): void => {
      lines.push({ level, message, details });
    };
  const ignore = (): void => undefined;
  return {
    logger: { debug: ignore, info: ignore, warn: keep('warn'), error: keep('error') },
    lines,
  };
}
