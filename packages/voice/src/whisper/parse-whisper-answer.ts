import type { Transcript } from '@flightdeck/core';
import { isRecord } from '../errors/is-record.js';
import { ProviderFailure } from '../errors/provider-failure.js';

/**
 * The transcript in an answer of whisper-server, in the format `json` or `verbose_json`.
 *
 * @throws ProviderFailure `invalid_audio_format` for a recording that the server could not read,
 *   which it says with status 200, and `invalid_response` for anything else without a text
 */
export function parseWhisperAnswer(answer: unknown, provider: string): Transcript {
  const { text, error, language, duration, segments } = isRecord(answer) ? answer : {};
  if (typeof text === 'string') {
    return {
      text: text.trim(),
      ...(typeof language === 'string' ? { language } : {}),
      ...(typeof duration === 'number' ? { durationSeconds: duration } : {}),
      ...(Array.isArray(segments) ? { segments: segments.flatMap(toSegment) } : {}),
    };
  }
  const isUnreadable = typeof error === 'string' && /\bread\b|\bconver(?:t|sion)\b/i.test(error);
  if (isUnreadable) {
    throw new ProviderFailure(`${provider} could not read the recording`, {
      status: 400,
      code: 'invalid_audio_format',
    });
  }
  throw new ProviderFailure(`${provider} answered without a text`, { code: 'invalid_response' });
}

function toSegment(value: unknown): NonNullable<Transcript['segments']> {
  if (!isRecord(value)) return [];
  const { text, start, end } = value;
  if (typeof text !== 'string' || typeof start !== 'number' || typeof end !== 'number') return [];
  return [{ text: text.trim(), startSeconds: start, endSeconds: end }];
}
