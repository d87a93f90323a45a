import type { ModelAnswer, ModelFinish } from '../model-answer.js';

export function finishOf({ finish, blocks }: ModelAnswer): ModelFinish {
  return finish ?? (blocks.some(({ kind }) => kind === 'tool') ? 'tools' : 'stop');
}

export function usageOf({ usage }: ModelAnswer): {
  readonly inputTokens: number;
  readonly outputTokens: number;
} {
  return usage ?? { inputTokens: 11, outputTokens: 7 };
}

export const REFUSAL_TEXT = 'refused by script';
