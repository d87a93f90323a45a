import type { AgentLogger } from '../../src/options/agent-options.js';

export interface LogLine {
  readonly level: 'debug' | 'warn' | 'error';
  readonly message: string;
  readonly details: unknown;
}

/** A logger that keeps what it is told. */
export function createRecordingLogger(): AgentLogger & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (message: string, details?: unknown) => {
    lines.push({ level, message, details });
  };
  return { lines, debug: at('debug'), warn: at('warn'), error: at('error') };
}
