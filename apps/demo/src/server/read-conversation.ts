import { todosOf, type Todo } from '../todos.js';

/** What a tool has answered. */
export interface ToolAnswer {
  readonly toolName: string;
  readonly args: unknown;
  /** Text, or JSON as text. */
  readonly text: string;
  readonly failed: boolean;
}

/** What the script looks at. */
export interface Conversation {
  /** What the person has said last. */
  readonly said: string;
  /** The result of the tool that was called last; `null` if nothing has been called since. */
  readonly answer: ToolAnswer | null;
  /** Names of the tools that may be called. */
  readonly tools: ReadonlySet<string>;
  /** The list that is shared with the page. */
  readonly todos: readonly Todo[];
}

/** What the agent asks a model, as far as the script looks at it: a part of the provider specification. */
export interface ModelCall {
  readonly prompt: readonly PromptMessage[];
  readonly tools?: readonly { readonly name: string }[];
  readonly abortSignal?: AbortSignal;
}

interface PromptMessage {
  readonly role: string;
  readonly content: string | readonly PromptPart[];
}

interface PromptPart {
  readonly type: string;
  readonly text?: string;
  readonly toolCallId?: string;
  readonly toolName?: string;
  readonly input?: unknown;
  readonly output?: { readonly type: string; readonly value?: unknown };
}

/** Reads what a model is asked, where a model would read it: the state is in the system message. */
export function readConversation({ prompt, tools = [] }: ModelCall): Conversation {
  return {
    said: textOf(prompt.findLast(({ role }) => role === 'user')).trim(),
    answer: answerOf(prompt),
    tools: new Set(tools.map(({ name }) => name)),
    todos: todosOf(stateOf(textOf(prompt.find(({ role }) => role === 'system')))),
  };
}

function textOf(message: PromptMessage | undefined): string {
  if (message === undefined) return '';
  if (typeof message.content === 'string') return message.content;
  return message.content
    .flatMap(({ type, text }) => (type === 'text' && text !== undefined ? [text] : []))
    .join(' ');
}

function answerOf(prompt: readonly PromptMessage[]): ToolAnswer | null {
  const last = prompt.at(-1);
  if (last?.role !== 'tool') return null;
  const result = partsOf(last).findLast(({ type }) => type === 'tool-result');
  if (result === undefined) return null;
  const { toolCallId, toolName = '', output } = result;
  const call = prompt
    .flatMap(partsOf)
    .findLast((part) => part.type === 'tool-call' && part.toolCallId === toolCallId);
  const value = output?.value ?? '';
  return {
    toolName,
    args: call?.input,
    text: typeof value === 'string' ? value : JSON.stringify(value),
    failed: output?.type.startsWith('error') === true,
  };
}

function partsOf({ content }: PromptMessage): readonly PromptPart[] {
  return typeof content === 'string' ? [] : content;
}

/** The agent writes the state as a block of JSON, at the end of what it tells the model. */
function stateOf(system: string): unknown {
  const json = /^(`{3,})json\n(.*)\n\1$/ms.exec(system)?.[2];
  if (json === undefined) return null;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return null;
  }
}
