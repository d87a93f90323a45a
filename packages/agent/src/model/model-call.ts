import type { JsonSchema } from '../tools/json-schema.js';
import type { PromptMessage, ProviderOptions } from './prompt.js';

/** Which tool the model may or must call. */
export type ToolChoice =
  | 'auto'
  | 'required'
  | 'none'
  | { readonly type: 'tool'; readonly toolName: string };

/** Sampling settings, passed to the model as they are; absent ones are the provider's defaults. */
export interface ModelSettings {
  readonly maxOutputTokens?: number | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly stopSequences?: readonly string[] | undefined;
  readonly seed?: number | undefined;
}

/** A tool as a model gets to know it. */
export interface ToolSpec {
  readonly name: string;
  readonly description?: string | undefined;
  readonly inputSchema: JsonSchema;
  readonly strict?: boolean | undefined;
}

/** One question to a model, independent of its specification version. */
export interface ModelCall {
  readonly prompt: readonly PromptMessage[];
  readonly tools: readonly ToolSpec[];
  readonly toolChoice: ToolChoice;
  readonly settings: ModelSettings;
  readonly providerOptions?: ProviderOptions | undefined;
  /** Sent with the HTTP request to the provider. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal: AbortSignal;
}
