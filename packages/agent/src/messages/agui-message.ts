import type { CallAnswers } from '../tools/tool-question.js';

/**
 * Messages of AG-UI 0.0.50 to 1.0 and what older clients still send: a superset, parsed leniently.
 * Own types, because each AG-UI version rejects something that another one sends.
 */
export type AguiMessage =
  | SystemMessage
  | UserMessage
  | AssistantMessage
  | ToolMessage
  | ReasoningMessage
  | ActivityMessage;

interface Common {
  readonly id: string;
  readonly name?: string | undefined;
  /** Opaque to clients, who send it back: see `envelope.ts`. */
  readonly encryptedValue?: string | undefined;
}

export interface SystemMessage extends Common {
  readonly role: 'system' | 'developer';
  readonly content: string;
}

export interface UserMessage extends Common {
  readonly role: 'user';
  readonly content: string | readonly ContentPart[];
}

export interface AssistantMessage extends Common {
  readonly role: 'assistant';
  readonly content?: string | undefined;
  readonly toolCalls?: readonly AguiToolCall[] | undefined;
}

export interface AguiToolCall {
  readonly id: string;
  readonly type?: 'function' | undefined;
  /** `arguments` is JSON text. */
  readonly function: { readonly name: string; readonly arguments: string };
  readonly encryptedValue?: string | undefined;
  /** To the questions of the call in earlier runs: see `call-answers.ts`. */
  readonly answers?: CallAnswers | undefined;
  /** Of the call and its answers, if the agent signs. */
  readonly signature?: string | undefined;
  /** The provider ran the tool itself: its result belongs to the assistant's own message. */
  readonly providerExecuted?: boolean | undefined;
}

export interface ToolMessage extends Common {
  readonly role: 'tool';
  readonly toolCallId: string;
  readonly content: string | readonly ContentPart[];
  readonly error?: string | undefined;
}

export interface ReasoningMessage extends Common {
  readonly role: 'reasoning';
  readonly content: string;
}

/** Drawn by the browser, never shown to a model. */
export interface ActivityMessage extends Common {
  readonly role: 'activity';
}

export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'image' | 'audio' | 'video' | 'document';
      readonly source: ContentSource;
      readonly filename?: string | undefined;
    }
  /** Of clients before 0.0.50. */
  | {
      readonly type: 'binary';
      readonly mimeType: string;
      readonly data?: string | undefined;
      readonly url?: string | undefined;
      readonly filename?: string | undefined;
    };

export type ContentSource =
  | { readonly type: 'data'; readonly value: string; readonly mimeType: string }
  | { readonly type: 'url'; readonly value: string; readonly mimeType?: string | undefined }
  /** A file that the provider holds (AG-UI 1.0). */
  | {
      readonly type: 'file';
      /** The provider's own id of the file. */
      readonly value: string;
      /** Whose id it is, such as `openai`; absent: that of whichever model is asked. */
      readonly provider?: string | undefined;
      readonly mimeType?: string | undefined;
    };
