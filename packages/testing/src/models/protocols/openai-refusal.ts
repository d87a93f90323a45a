import type { RefusalTurn } from '../model-turn.js';
import { REFUSAL_TEXT } from './answer-facts.js';

const CODES: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  429: 'rate_limit_exceeded',
};

/** The error body of both OpenAI protocols. */
export function openAIRefusal({ status, message, code }: RefusalTurn): unknown {
  const type = status >= 500 ? 'server_error' : 'invalid_request_error';
  return {
    error: {
      message: message ?? REFUSAL_TEXT,
      type,
      param: null,
      code: code ?? CODES[status] ?? null,
    },
  };
}
