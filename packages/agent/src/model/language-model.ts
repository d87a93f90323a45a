/**
 * A model of the AI SDK's provider specification, of whichever major: what `@ai-sdk/openai` and its
 * siblings return, in the lines of AI SDK 5 (`v2`), 6 (`v3`) and 7 (`v4`).
 *
 * Structural, and with `never` for parameters, because each copy of the specification has types of its
 * own: any of them fits. Not meant to be called by applications.
 */
export interface LanguageModel {
  readonly specificationVersion: string;
  /** Such as `openai.responses`. */
  readonly provider: string;
  readonly modelId: string;
  /** By media type, the URLs that the provider fetches itself. */
  readonly supportedUrls?: SupportedUrls | PromiseLike<SupportedUrls>;
  /** `(options: LanguageModelV2|3|4CallOptions) => PromiseLike<{ stream: ReadableStream }>` */
  doStream(options: never): PromiseLike<{ readonly stream: ReadableStream<unknown> }>;
}

export type SupportedUrls = Readonly<Record<string, readonly RegExp[]>>;
