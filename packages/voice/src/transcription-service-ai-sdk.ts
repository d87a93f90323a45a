import {
  ConfigError,
  TranscriptionService,
  type TranscribeFileOptions,
  type Transcript,
} from '@flightdeck/core';
import type {
  TranscriptionModel,
  TranscriptionModelAnswer,
  TranscriptionModelCall,
} from './ai-sdk/transcription-model.js';
import { audioKind } from './audio/audio-kind.js';
import { ProviderFailure } from './errors/provider-failure.js';
import { DEFAULT_TIMEOUT_MS, withCallDeadline } from './http/call-deadline.js';

export interface TranscriptionServiceAISDKOptions {
  /** A model object, such as `openai.transcription('whisper-1')`; specification v2, v3 or v4. */
  readonly model: TranscriptionModel;
  /** Settings of the provider, by its name, as its documentation lists them. @default none */
  readonly providerOptions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Sent with every call, if the provider uses HTTP. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds for a call in all. @default 120_000 */
  readonly timeoutMs?: number;
}

const VERSIONS = new Set(['v2', 'v3', 'v4']);

/**
 * Transcribes with a model of the AI SDK (agent.md 18.11). The transcript has the language and the
 * segments that the model reports. Rejects with a `ProviderFailure`; a client that leaves ends the call.
 *
 * @throws ConfigError for something that is no such model
 */
export class TranscriptionServiceAISDK extends TranscriptionService {
  readonly #options: TranscriptionServiceAISDKOptions;
  readonly #provider: string;

  constructor(options: TranscriptionServiceAISDKOptions) {
    super();
    const { model } = options;
    if (typeof model?.doGenerate !== 'function' || !VERSIONS.has(model.specificationVersion)) {
      throw new ConfigError('model must be a TranscriptionModel of the AI SDK, version 2, 3 or 4');
    }
    this.#options = { ...options };
    this.#provider = `The transcription model ${model.provider}/${model.modelId}`;
  }

  async transcribeFile(request: TranscribeFileOptions): Promise<Transcript> {
    const { model, providerOptions, headers, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const { audioFile, mimeType = audioFile.type, signal } = request;
    const provider = this.#provider;
    const audio = new Uint8Array(await audioFile.arrayBuffer());
    return withCallDeadline({ provider, timeoutMs, signal }, async (abortSignal) => {
      const call: TranscriptionModelCall = {
        audio,
        mediaType: audioKind(mimeType).mediaType,
        abortSignal,
        ...(providerOptions === undefined ? {} : { providerOptions }),
        ...(headers === undefined ? {} : { headers: { ...headers } }),
      };
      // What `never` stands for is the same in all versions of the specification.
      const answer = await model.doGenerate(call as never);
      return toTranscript(answer, provider);
    });
  }
}

function toTranscript(answer: TranscriptionModelAnswer, provider: string): Transcript {
  const { text, language, durationInSeconds, segments = [] } = answer;
  if (typeof text !== 'string') {
    throw new ProviderFailure(`${provider} answered without a text`, { code: 'invalid_response' });
  }
  return {
    text,
    ...(language ? { language } : {}),
    ...(durationInSeconds === undefined ? {} : { durationSeconds: durationInSeconds }),
    ...(segments.length === 0
      ? {}
      : {
          segments: segments.map((segment) => ({
            text: segment.text,
            startSeconds: segment.startSecond,
            endSeconds: segment.endSecond,
          })),
        }),
  };
}
