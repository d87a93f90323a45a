import {
  TranscriptionService,
  type TranscribeFileOptions,
  type Transcript,
} from '@flightdeck/core';
import { namedRecording } from './audio/named-recording.js';
import { DEFAULT_TIMEOUT_MS, withCallDeadline } from './http/call-deadline.js';
import { callHeaders } from './http/call-headers.js';
import { postForm, type FetchFunction } from './http/post-form.js';
import { parseUrl, serverName } from './http/server-name.js';
import { parseWhisperAnswer } from './whisper/parse-whisper-answer.js';

export interface TranscriptionServiceWhisperServerOptions {
  /** Where whisper-server listens, such as `http://127.0.0.1:8080`; `/inference` is added. */
  readonly url: string;
  /** Sent with every call, for a proxy in front. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default the global `fetch` */
  readonly fetch?: FetchFunction;
  /** The spoken language, such as `en`, or `auto`. @default the one the server was started with */
  readonly language?: string;
  /** Words that help to spell names. @default none */
  readonly prompt?: string;
  /** 0 to 1. @default the server's */
  readonly temperature?: number;
  /** Whether language and segments are asked for, too. @default false */
  readonly details?: boolean;
  /** Milliseconds for a call in all. @default 120_000 */
  readonly timeoutMs?: number;
}

/**
 * Transcribes with the server of whisper.cpp, which needs no account and no network (agent.md 18.11).
 * Without its option `--convert` it reads 16 kHz WAV only. Rejects with a `ProviderFailure`; a
 * client that leaves ends the call.
 *
 * @throws ConfigError for a URL that is none
 */
export class TranscriptionServiceWhisperServer extends TranscriptionService {
  readonly #options: TranscriptionServiceWhisperServerOptions;
  readonly #url: string;
  readonly #headers: Headers;

  constructor(options: TranscriptionServiceWhisperServerOptions) {
    super();
    const url = parseUrl(options.url);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/inference`;
    this.#options = { ...options };
    this.#url = url.href;
    this.#headers = callHeaders(options.headers);
  }

  async transcribeFile(request: TranscribeFileOptions): Promise<Transcript> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const { audioFile, mimeType, signal } = request;
    const provider = serverName(this.#url);
    const form = this.#formWith(namedRecording(audioFile, mimeType));
    return withCallDeadline({ provider, timeoutMs, signal }, async (ending) => {
      const answer = await postForm({
        provider,
        url: this.#url,
        form,
        headers: this.#headers,
        fetch: this.#options.fetch,
        signal: ending,
      });
      return parseWhisperAnswer(answer, provider);
    });
  }

  #formWith(file: File): FormData {
    const { language, prompt, temperature, details = false } = this.#options;
    const form = new FormData();
    form.append('response_format', details ? 'verbose_json' : 'json');
    if (language) form.append('language', language);
    if (prompt) form.append('prompt', prompt);
    if (temperature !== undefined) form.append('temperature', String(temperature));
    form.append('file', file, file.name);
    return form;
  }
}
