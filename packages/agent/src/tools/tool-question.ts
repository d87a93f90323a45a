import type { JsonSchema } from './json-schema.js';

/** What a tool asks a person, as clients get it in `RUN_FINISHED.outcome.interrupts`. */
export interface ToolQuestion {
  /** Shown to the person. */
  readonly message?: string | undefined;
  /** What kind of question it is: user interfaces choose by it. @default 'tool_call' */
  readonly reason?: string | undefined;
  /** The form of the payload that is expected. Tells the user interface; answers are not checked by it. */
  readonly responseSchema?: JsonSchema | undefined;
  /** ISO 8601: from then on clients refuse to answer. */
  readonly expiresAt?: string | undefined;
  /** JSON for the user interface. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** What a person has answered, in the browser's words: not to be trusted more than arguments. */
export interface ToolAnswer {
  readonly status: 'resolved' | 'cancelled';
  readonly payload?: unknown;
}

/** A question that nobody has answered yet. */
export interface OpenQuestion {
  readonly id: string;
  readonly toolCallId: string;
  readonly reason: string;
  readonly message?: string;
  readonly responseSchema?: unknown;
  readonly expiresAt?: string;
  readonly metadata?: unknown;
}

/** By the position of the question in its call, from 1. */
export type CallAnswers = ReadonlyMap<number, ToolAnswer>;

/** The id of a question: that of the call for its first one, `<call>#<position>` for others. */
export function questionId(toolCallId: string, position: number): string {
  return position === 1 ? toolCallId : `${toolCallId}#${String(position)}`;
}

/** The opposite of {@link questionId} for a call whose id does not look like that of a question; `null` for a first one. */
export function readQuestionId(id: string): { toolCallId: string; position: number } | null {
  const [, toolCallId, digits] = /^(.+)#([1-9]\d{0,3})$/s.exec(id) ?? [];
  const position = Number(digits);
  return toolCallId === undefined || position < 2 ? null : { toolCallId, position };
}
