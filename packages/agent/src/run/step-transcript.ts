import type {
  FilePart,
  PromptMessage,
  ProviderOptions,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../model/prompt.js';
import { isTelling, mergeMetadata } from './merge-metadata.js';

type AssistantPart = TextPart | FilePart | ReasoningPart | ToolCallPart | ToolResultPart;

/** A text or a reasoning that is being written. */
export interface OpenBlock {
  readonly type: 'text' | 'reasoning';
  readonly deltas: string[];
  metadata: ProviderOptions | undefined;
}

/** What the model said in one step, in its order: the assistant message of the next step's prompt. */
export class StepTranscript {
  readonly #parts: (OpenBlock | Exclude<AssistantPart, TextPart | ReasoningPart>)[] = [];

  /** Texts and reasonings stand where they began, however long they go on. */
  begin(type: OpenBlock['type'], metadata: ProviderOptions | undefined): OpenBlock {
    const block: OpenBlock = { type, deltas: [], metadata };
    this.#parts.push(block);
    return block;
  }

  add(part: FilePart | ToolCallPart | ToolResultPart): void {
    this.#parts.push(part);
  }

  /** `undefined` when the model said nothing. */
  message(): PromptMessage | undefined {
    const content = this.#parts.flatMap((part): AssistantPart[] =>
      'deltas' in part ? written(part) : [part],
    );
    return content.length === 0 ? undefined : { role: 'assistant', content };
  }
}

/** Nothing for an empty block, unless the provider wants its metadata back. */
function written({ type, deltas, metadata }: OpenBlock): (TextPart | ReasoningPart)[] {
  const text = deltas.join('');
  const telling = isTelling(metadata);
  if (text === '' && !(type === 'reasoning' && telling)) return [];
  return [{ type, text, ...(telling ? { providerOptions: metadata } : {}) }];
}

export function extend(
  block: OpenBlock,
  delta: string,
  metadata: ProviderOptions | undefined,
): void {
  if (delta !== '') block.deltas.push(delta);
  block.metadata = mergeMetadata(block.metadata, metadata);
}
