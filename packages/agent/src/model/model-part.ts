import type { ProviderOptions } from './prompt.js';

/** Why a model stopped. */
export type FinishReason =
  | 'stop'
  | 'length'
  | 'content-filter'
  | 'tool-calls'
  | 'error'
  | 'other'
  | 'unknown';

/** Tokens of one model call; what the provider did not tell is absent. */
export interface ModelUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly totalTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
  readonly cachedInputTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
}

interface Block {
  /** Unique among the open blocks of one call only. */
  readonly id: string;
  readonly providerMetadata?: ProviderOptions | undefined;
}

/** What a model says, the same for every specification version. */
export type ModelPart =
  | (Block & { readonly type: 'text-start' | 'text-end' | 'reasoning-start' | 'reasoning-end' })
  | (Block & { readonly type: 'text-delta' | 'reasoning-delta'; readonly delta: string })
  | (Block & {
      readonly type: 'tool-input-start';
      readonly toolName: string;
      readonly providerExecuted?: boolean | undefined;
    })
  | (Block & { readonly type: 'tool-input-delta'; readonly delta: string })
  | (Block & { readonly type: 'tool-input-end' })
  | {
      readonly type: 'tool-call';
      readonly toolCallId: string;
      readonly toolName: string;
      /** The arguments as JSON text, as the model wrote them: perhaps invalid. */
      readonly input: string;
      readonly providerExecuted?: boolean | undefined;
      readonly providerMetadata?: ProviderOptions | undefined;
    }
  | {
      /** Of a tool that the provider runs itself. */
      readonly type: 'tool-result';
      readonly toolCallId: string;
      readonly toolName: string;
      readonly result: unknown;
      readonly isError?: boolean | undefined;
      readonly preliminary?: boolean | undefined;
      readonly providerMetadata?: ProviderOptions | undefined;
    }
  | {
      readonly type: 'file';
      readonly mediaType: string;
      /** Bytes, base64, or where the bytes are (V4). */
      readonly data: Uint8Array | string | URL;
      readonly isReasoning?: boolean | undefined;
      readonly providerMetadata?: ProviderOptions | undefined;
    }
  | {
      readonly type: 'source';
      readonly id: string;
      readonly sourceType: string;
      readonly url?: string | undefined;
      readonly title?: string | undefined;
      readonly mediaType?: string | undefined;
      readonly filename?: string | undefined;
    }
  | {
      /** What the provider says of its answer; nothing of what it says. */
      readonly type: 'response-metadata';
      readonly id?: string | undefined;
      /** Of the model that answers, which may be a version of the one that was asked. */
      readonly modelId?: string | undefined;
    }
  | { readonly type: 'error'; readonly error: unknown }
  | {
      readonly type: 'finish';
      readonly reason: FinishReason;
      /** The provider has more to do: it goes on when it is asked again with what it has said. */
      readonly isPaused?: boolean | undefined;
      readonly usage: ModelUsage;
      readonly providerMetadata?: ProviderOptions | undefined;
    };
