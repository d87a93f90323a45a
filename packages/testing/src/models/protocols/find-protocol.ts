import { anthropicMessages } from './anthropic-messages.js';
import { gemini } from './gemini.js';
import type { ModelProtocol } from './model-protocol.js';
import { openAIChat } from './openai-chat.js';
import { openAIResponses } from './openai-responses.js';

/** A protocol and the model that a request asks for. */
export interface FoundProtocol {
  readonly protocol: ModelProtocol;
  readonly model: string;
}

const GEMINI = /\/models\/([^/:]+):streamGenerateContent$/;

/** The streaming protocol that a path stands for; `null` if it is none. */
export function findProtocol(path: string, body: unknown): FoundProtocol | null {
  const geminiModel = GEMINI.exec(path)?.[1];
  if (geminiModel !== undefined) return { protocol: gemini, model: geminiModel };
  const model = modelOf(body);
  if (path.endsWith('/chat/completions')) return { protocol: openAIChat, model };
  if (path.endsWith('/responses')) return { protocol: openAIResponses, model };
  if (path.endsWith('/messages')) return { protocol: anthropicMessages, model };
  return null;
}

function modelOf(body: unknown): string {
  const isObject = typeof body === 'object' && body !== null;
  return isObject && 'model' in body && typeof body.model === 'string' ? body.model : 'unknown';
}
