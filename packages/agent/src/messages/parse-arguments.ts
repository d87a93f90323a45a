import type { AgentLogger } from '../options/agent-options.js';
import { isRecord } from '../tools/is-record.js';
import type { AguiToolCall } from './agui-message.js';

type Arguments = Readonly<Record<string, unknown>>;

/** The arguments of a call of the history; an empty object, with one debug line, when they are no JSON object. */
export function parseArguments(call: AguiToolCall, logger: Pick<AgentLogger, 'debug'>): Arguments {
  const value = objectOf(call.function.arguments);
  if (value !== null) return value;
  logger.debug('Arguments of a tool call are no JSON object; the model sees none.', {
    toolCallId: call.id,
    toolName: call.function.name,
  });
  return {};
}

/** The JSON object of the text, which is empty for no text; `null` if it is none: providers take nothing else back. */
export function objectOf(text: string): Arguments | null {
  try {
    const value = JSON.parse(text.trim() === '' ? '{}' : text) as unknown;
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
