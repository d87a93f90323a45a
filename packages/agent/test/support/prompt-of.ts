import { createRecordingLogger } from './recording-logger.js';
import type { PromptMessage, ProviderOptions } from '../../src/model/prompt.js';
import { parseMessages } from '../../src/messages/parse-messages.js';
import { repairHistory } from '../../src/messages/repair-history.js';
import { toPrompt, type PromptOptions } from '../../src/messages/to-prompt.js';

export async function promptOf(
  messages: readonly unknown[],
  options: Partial<PromptOptions> = {},
): Promise<PromptMessage[]> {
  const logger = createRecordingLogger();
  return toPrompt(repairHistory(parseMessages(messages, logger), 'synthesize'), {
    provider: 'openai.responses',
    forwardSystemMessages: false,
    forwardDeveloperMessages: false,
    reasoningRoundTrip: true,
    supportedUrls: {},
    download: () => Promise.reject(new Error('No network')),
    logger,
    ...options,
  });
}

export const user = (content: unknown) => ({ id: 'u', role: 'user', content });
export const says = (content: string, encryptedValue?: string) => ({
  id: 'a',
  role: 'assistant',
  content,
  encryptedValue,
});
export const call = (id: string, more: object = {}) => ({
  id,
  type: 'function',
  function: { name: 'weather', arguments: '{"city":"Rome"}' },
  ...more,
});
export const calls = (...toolCalls: object[]) => ({ id: 'a', role: 'assistant', toolCalls });
export const result = (toolCallId: string, content: unknown = 'sunny', more: object = {}) => ({
  id: 't',
  role: 'tool',
  toolCallId,
  content,
  ...more,
});
export const thinks = (content: string, encryptedValue?: string) => ({
  id: 'r',
  role: 'reasoning',
  content,
  encryptedValue,
});
export const text = (value: string, providerOptions?: ProviderOptions) => ({
  type: 'text',
  text: value,
  ...(providerOptions && { providerOptions }),
});
export const callPart = (toolCallId: string, more: object = {}) => ({
  type: 'tool-call',
  toolCallId,
  toolName: 'weather',
  input: { city: 'Rome' },
  ...more,
});
export const resultPart = (
  toolCallId: string,
  output: object = { type: 'text', value: 'sunny' },
) => ({
  type: 'tool-result',
  toolCallId,
  toolName: 'weather',
  output,
});
