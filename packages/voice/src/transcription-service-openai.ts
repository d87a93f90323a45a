import { TranscriptionService, type TranscribeFileOptions } from '@flightdeck/core';
import { namedRecording } from './audio/named-recording.js';
import { isRecord } from './errors/is-record.js';
import { ProviderFailure } from './errors/provider-failure.js';
import { DEFAULT_TIMEOUT_MS, withCallDeadline } from './http/call-deadline.js';
import { postForm, type FetchFunction } from './http/post-form.js';
import { serverName } from './http/server-name.js';
import type { OpenAITranscriptionBody, OpenAITranscriptionClient } from './openai/openai-client.js';
import { openAIEndpoint, type Environment, type OpenAIEndpoint } from './openai/openai-endpoint.js';

export interface TranscriptionServiceOpenAIOptions {
  /**
   * A client of the package `openai`, which then makes the calls, with its own key, address, retries
   * and timeout; `apiKey`, `baseURL`, `headers`, `fetch` and `env` are not used.
   *
   * @default none: calls are made over `fetch`, without that package
   */
  readonly openai?: OpenAITranscriptionClient;
  /** @default the variable `OPENAI_API_KEY`, read at the first use */
  readonly apiKey?: string;
  /**
   * The address up to and without `/audio/transcriptions`, of OpenAI or of any server that speaks
   * its protocol.
   *
   * @default the variable `OPENAI_BASE_URL`, read at the first use, or `https://api.openai.com/v1`
   */
  readonly baseURL?: string;
  /** Sent with every call; `authorization` replaces the key. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default the global `fetch` */
  readonly fetch?: FetchFunction;
  /** Where variables are looked up. @default `process.env` */
  readonly env?: Environment;
  /** @default 'whisper-1' */
  readonly model?: string;
  /** The spoken language, such as `en`. @default the provider finds out */
  readonly language?: string;
  /** Words that help to spell names. @default none */
  readonly prompt?: string;
  /** 0 to 1. @default the provider's */
  readonly temperature?: number;
  /** Milliseconds for a call in all. @default 120_000 */
  readonly timeoutMs?: number;
}

/**
 * Transcribes with OpenAI, or any server that speaks its protocol (agent.md 14, 18.11). Rejects with
 * a `ProviderFailure`. A client that leaves ends the call.
 */
export class TranscriptionServiceOpenAI extends TranscriptionService {
  readonly #options: TranscriptionServiceOpenAIOptions;
  #endpoint: OpenAIEndpoint | null = null;

  constructor(options: TranscriptionServiceOpenAIOptions = {}) {
    super();
    this.#options = { ...options };
  }

  async transcribeFile(request: TranscribeFileOptions): Promise<string> {
    const { openai, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const body = this.#bodyOf(request);
    const { signal } = request;
    if (openai !== undefined) {
      const provider = 'The transcription provider';
      return withCallDeadline({ provider, timeoutMs, signal }, async (ending) =>
        textOf(await openai.audio.transcriptions.create(body, { signal: ending }), provider),
      );
    }
    this.#endpoint ??= openAIEndpoint(this.#options);
    const { url, headers } = this.#endpoint;
    const provider = serverName(url);
    const call = { provider, url, headers, form: toForm(body), fetch: this.#options.fetch };
    return withCallDeadline({ provider, timeoutMs, signal }, async (ending) =>
      textOf(await postForm({ ...call, signal: ending }), provider),
    );
  }

  #bodyOf({ audioFile, mimeType }: TranscribeFileOptions): OpenAITranscriptionBody {
    const { model = 'whisper-1', language, prompt, temperature } = this.#options;
    return {
      file: namedRecording(audioFile, mimeType),
      model,
      ...(language ? { language } : {}),
      ...(prompt ? { prompt } : {}),
      ...(temperature === undefined ? {} : { temperature }),
    };
  }
}

function toForm({ file, ...fields }: OpenAITranscriptionBody): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  form.append('response_format', 'json');
  form.append('file', file, file.name);
  return form;
}

function textOf(answer: unknown, provider: string): string {
  if (isRecord(answer) && typeof answer.text === 'string') return answer.text;
  throw new ProviderFailure(`${provider} answered without a text`, { code: 'invalid_response' });
}
