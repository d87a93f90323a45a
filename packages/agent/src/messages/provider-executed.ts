import type { ToolResultPart } from '../model/prompt.js';
import type { AguiToolCall, ToolMessage } from './agui-message.js';
import { openMetadata } from './envelope.js';

/**
 * The result of a tool that the provider has run itself, as it belongs into the assistant's own message.
 * `null` when it was no such call, or when it cannot be given back as one: another family of providers,
 * no envelope, a failed or unreadable result. Then it is replayed like any other call.
 */
export function executedByProvider(
  call: AguiToolCall,
  result: ToolMessage | undefined,
  provider: string,
): ToolResultPart | null {
  if (call.providerExecuted !== true || result === undefined || result.error !== undefined) {
    return null;
  }
  const metadata = openMetadata(call.encryptedValue, provider);
  if (metadata === null || typeof result.content !== 'string') return null;
  try {
    const value = JSON.parse(result.content) as unknown;
    const output = { type: 'json', value } as const;
    return { type: 'tool-result', toolCallId: call.id, toolName: call.function.name, output };
  } catch {
    return null;
  }
}
