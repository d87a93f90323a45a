import type { AgentLogger } from '../options/agent-options.js';
import type { AguiToolCall } from './agui-message.js';
import { isRecord } from '../tools/is-record.js';

/** The arguments of a call; an empty object, with one debug line, when they are no JSON object. */
export function parseArguments(
  call: AguiToolCall,
  logger: Pick<AgentLogger, 'debug'>,
): Readonly<Record<string, unknown>> {
  const text = call.function.arguments;
  try {
    const value = JSON.parse(text.trim() === '' ? '{}' : text) as unknown;
    if (isRecord(value)) return value;
  } catch {
    // Told below, without the arguments.
  }
  logger.debug('Arguments of a tool call are no JSON object; the model sees none.', {
    toolCallId: call.id,
    toolName: call.function.name,
  });
  return {};
}
