import { createOpenAI } from '@ai-sdk/openai';
import type { TranscriptionService } from '@flightdeck/core';
import OpenAI from 'openai';
import {
  TranscriptionServiceAISDK,
  TranscriptionServiceOpenAI,
  TranscriptionServiceWhisperServer,
} from '../../src/index.js';

/** A key that must not be seen anywhere but in the provider's request. */
export const SECRET = 'sk-test-0123456789abcdef';

const HEADER = { 'x-secret-header': `header-${SECRET}` };

export interface ServiceOptions {
  readonly timeoutMs?: number;
}

/** Each way to transcribe, at a provider on loopback. */
export const SERVICES: Readonly<
  Record<string, (origin: string, options?: ServiceOptions) => TranscriptionService>
> = {
  'the fetch of TranscriptionServiceOpenAI': (origin, options) =>
    new TranscriptionServiceOpenAI({
      baseURL: `${origin}/v1`,
      apiKey: SECRET,
      headers: HEADER,
      ...options,
    }),
  'an openai client': (origin, options) =>
    new TranscriptionServiceOpenAI({
      openai: new OpenAI({
        baseURL: `${origin}/v1`,
        apiKey: SECRET,
        defaultHeaders: HEADER,
        maxRetries: 0,
      }),
      ...options,
    }),
  'a model of the AI SDK': (origin, options) => {
    const openai = createOpenAI({ baseURL: `${origin}/v1`, apiKey: SECRET });
    const model = openai.transcription('whisper-1');
    return new TranscriptionServiceAISDK({ model, headers: HEADER, ...options });
  },
  'whisper-server': (origin, options) =>
    new TranscriptionServiceWhisperServer({ url: origin, headers: HEADER, ...options }),
};
