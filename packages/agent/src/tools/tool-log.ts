import type { AgentLogger } from '../options/agent-options.js';
import { isRecord } from './is-record.js';

/** What is named in each line. */
interface LoggedCall {
  readonly toolCallId: string;
  readonly toolName: string;
}

/** The logger of one call: `[<tool>]` in front of each message, `{toolName, toolCallId}` in its details. Never throws. */
export function createToolLog(
  logger: AgentLogger | undefined,
  { toolName, toolCallId }: LoggedCall,
): AgentLogger {
  const at =
    (level: keyof AgentLogger) =>
    (message: string, details?: unknown): void => {
      try {
        logger?.[level](`[${toolName}] ${message}`, {
          ...asFields(details),
          toolName,
          toolCallId,
        });
      } catch {
        // A tool does not fail because its log does.
      }
    };
  return { debug: at('debug'), warn: at('warn'), error: at('error') };
}

/** An error has no fields of its own that loggers would show. */
function asFields(details: unknown): object {
  if (details === undefined) return {};
  return isRecord(details) && !(details instanceof Error) ? details : { details };
}
