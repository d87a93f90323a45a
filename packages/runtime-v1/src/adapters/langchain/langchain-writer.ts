import { isRecord } from '../../internal/is-record.js';
import { AdapterMisuse } from '../adapter-misuse.js';
import type { RuntimeEventStream } from '../runtime-event-source.js';

interface OpenCall {
  readonly id: string;
  /** `undefined` until a chunk has it; arguments wait for it. */
  name: string | undefined;
  waiting: string;
}

/** Sends texts and calls of messages and chunks of messages as they come. */
export class LangChainWriter {
  readonly #stream: RuntimeEventStream;
  #textId: string | undefined;
  /** The last text of the answer, which its calls belong to. */
  #parentId: string | undefined;
  readonly #open = new Map<unknown, OpenCall>();
  readonly #called = new Set<string>();

  constructor(stream: RuntimeEventStream) {
    this.#stream = stream;
  }

  /** @throws AdapterMisuse for what is neither a text nor a message */
  write(part: unknown): void {
    if (typeof part === 'string') return this.#tell(part);
    if (!isRecord(part) || !('content' in part)) {
      throw new AdapterMisuse(
        'chainFn must answer with a text, a message of the assistant, or a stream of such: what invoke() or stream() of a chat model returns',
      );
    }
    if (!isOfAssistant(part)) return;
    this.#tell(textOf(part['content']));
    const chunks = listOf(part['tool_call_chunks']);
    if (chunks.length > 0) for (const chunk of chunks) this.#continueCall(chunk);
    else for (const call of listOf(part['tool_calls'])) this.#tellCall(call);
  }

  /** Ends what is open. */
  finish(): void {
    this.#endText();
    this.#endCalls();
  }

  #tell(content: string): void {
    if (content === '') return;
    this.#endCalls();
    if (this.#textId === undefined) {
      this.#textId = crypto.randomUUID();
      this.#parentId = this.#textId;
      this.#stream.sendTextMessageStart({ messageId: this.#textId });
    }
    this.#stream.sendTextMessageContent({ messageId: this.#textId, content });
  }

  #endText(): void {
    if (this.#textId === undefined) return;
    this.#stream.sendTextMessageEnd({ messageId: this.#textId });
    this.#textId = undefined;
  }

  #continueCall({ index, id, name, args }: Readonly<Record<string, unknown>>): void {
    const key = index ?? id ?? [...this.#open.keys()].at(-1);
    const call = this.#open.get(key) ?? newCall(id);
    this.#open.set(key, call);
    if (typeof args === 'string') call.waiting += args;
    if (call.name === undefined && typeof name === 'string' && name !== '') {
      call.name = name;
      this.#startCall(call.id, name);
    }
    if (call.name === undefined || call.waiting === '') return;
    this.#stream.sendActionExecutionArgs({ actionExecutionId: call.id, args: call.waiting });
    call.waiting = '';
  }

  #tellCall({ id, name, args }: Readonly<Record<string, unknown>>): void {
    const call = newCall(id);
    if (typeof name !== 'string' || this.#called.has(call.id)) return;
    this.#startCall(call.id, name);
    const actionExecutionId = call.id;
    this.#stream.sendActionExecutionArgs({ actionExecutionId, args: JSON.stringify(args ?? {}) });
    this.#stream.sendActionExecutionEnd({ actionExecutionId });
  }

  #startCall(actionExecutionId: string, actionName: string): void {
    this.#endText();
    this.#called.add(actionExecutionId);
    this.#stream.sendActionExecutionStart({
      actionExecutionId,
      actionName,
      ...(this.#parentId !== undefined && { parentMessageId: this.#parentId }),
    });
  }

  #endCalls(): void {
    for (const { id, name } of this.#open.values()) {
      if (name !== undefined) this.#stream.sendActionExecutionEnd({ actionExecutionId: id });
    }
    this.#open.clear();
  }
}

function newCall(id: unknown): OpenCall {
  const isId = typeof id === 'string' && id !== '';
  return { id: isId ? id : crypto.randomUUID(), name: undefined, waiting: '' };
}

/** Chains may tell the results of tools and the user's own words as well. */
function isOfAssistant(message: Readonly<Record<string, unknown>>): boolean {
  const { type } = message;
  return type === undefined || type === 'ai' || type === 'AIMessageChunk';
}

/** Of a text, or of the parts of one that are text. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => {
      if (typeof part === 'string') return part;
      return isRecord(part) && typeof part['text'] === 'string' ? part['text'] : '';
    })
    .join('');
}

function listOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((item) => isRecord(item)) : [];
}
