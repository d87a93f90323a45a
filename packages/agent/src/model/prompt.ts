/** Values by provider name, passed on unread: `{ openai: { itemId: '…' } }`. */
export type ProviderOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * What a model is asked, independent of the specification version of the model: `prompt-of-version.ts`
 * turns it into the one that the model speaks.
 */
export type PromptMessage =
  | {
      readonly role: 'system';
      readonly content: string;
      readonly providerOptions?: ProviderOptions | undefined;
    }
  | { readonly role: 'user'; readonly content: readonly (TextPart | FilePart)[] }
  | {
      readonly role: 'assistant';
      readonly content: readonly (
        | TextPart
        | FilePart
        | ReasoningPart
        | ToolCallPart
        | ToolResultPart
      )[];
    }
  | { readonly role: 'tool'; readonly content: readonly ToolResultPart[] };

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  readonly providerOptions?: ProviderOptions | undefined;
}

/** A file, images among them. */
export interface FilePart {
  readonly type: 'file';
  readonly mediaType: string;
  /** Bytes, base64, or where the bytes are; `reference` is an id that the provider has given the file. */
  readonly data: Uint8Array | string | URL | { readonly reference: string };
  readonly filename?: string | undefined;
  readonly providerOptions?: ProviderOptions | undefined;
}

export interface ReasoningPart {
  readonly type: 'reasoning';
  readonly text: string;
  /** The signature, without which some providers refuse their own reasoning. */
  readonly providerOptions?: ProviderOptions | undefined;
}

export interface ToolCallPart {
  readonly type: 'tool-call';
  readonly toolCallId: string;
  readonly toolName: string;
  /** The parsed arguments. */
  readonly input: unknown;
  readonly providerExecuted?: boolean | undefined;
  readonly providerOptions?: ProviderOptions | undefined;
}

/** In a `tool` message, or in an `assistant` one for tools that the provider ran itself. */
export interface ToolResultPart {
  readonly type: 'tool-result';
  readonly toolCallId: string;
  readonly toolName: string;
  readonly output: ToolOutput;
  readonly providerOptions?: ProviderOptions | undefined;
}

export type ToolOutput =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'json'; readonly value: unknown }
  | { readonly type: 'error-text'; readonly value: string }
  | { readonly type: 'content'; readonly value: readonly (TextPart | FilePart)[] };
