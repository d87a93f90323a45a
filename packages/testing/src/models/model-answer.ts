/** A part of what a model says, in the order in which it is said. */
export type ModelBlock = TextBlock | ReasoningBlock | ToolBlock;

export interface TextBlock {
  readonly kind: 'text';
  readonly text: string;
  /** Characters per delta. @default 8 */
  readonly deltaLength?: number;
}

export interface ReasoningBlock {
  readonly kind: 'reasoning';
  readonly text: string;
  /** What the provider wants back in the next turn. @default none */
  readonly signature?: string;
  /** Characters per delta. @default 8 */
  readonly deltaLength?: number;
}

export interface ToolBlock {
  readonly kind: 'tool';
  /** Chosen freely, so that two calls may share one. */
  readonly id: string;
  readonly name: string;
  /** The text of the arguments as the model writes it, valid JSON or not. */
  readonly arguments: string;
  /** Characters per delta. @default 8 */
  readonly deltaLength?: number;
}

export type ModelFinish = 'stop' | 'tools' | 'length' | 'content-filter';

/** An answer of a model, in words that no protocol knows. */
export interface ModelAnswer {
  readonly blocks: readonly ModelBlock[];
  /** @default 'tools' with a tool block, else 'stop' */
  readonly finish?: ModelFinish;
  /** @default 11 and 7 tokens */
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number };
}

export function sayText(text: string, deltaLength?: number): TextBlock {
  return { kind: 'text', text, ...(deltaLength === undefined ? {} : { deltaLength }) };
}

export function think(text: string, signature?: string): ReasoningBlock {
  return { kind: 'reasoning', text, ...(signature === undefined ? {} : { signature }) };
}

/** A call of a tool; arguments that are no text are written as JSON. */
export function callTool(
  name: string,
  args: unknown = {},
  options: { readonly id?: string; readonly deltaLength?: number } = {},
): ToolBlock {
  const { id = `call_${name}`, ...rest } = options;
  const text = typeof args === 'string' ? args : JSON.stringify(args);
  return { kind: 'tool', id, name, arguments: text, ...rest };
}
