import { isRecord } from '../internal/is-record.js';

/**
 * What an action has returned, as its result: the text of a message of LangChain, the texts of a stream
 * of such messages or of texts one after the other, the last value of any other stream, and everything
 * else as it is. Stops reading when the signal aborts.
 */
export async function settleActionResult(result: unknown, signal: AbortSignal): Promise<unknown> {
  if (isAsyncIterable(result)) return readStream(result, signal);
  return isMessage(result) ? textOf(result.content) : result;
}

/** LangChain: `AIMessage`, `AIMessageChunk` and relatives, of any copy of the package. */
interface ForeignMessage {
  readonly content: unknown;
}

function isMessage(value: unknown): value is ForeignMessage {
  if (!isRecord(value) || !('content' in value)) return false;
  return typeof value['_getType'] === 'function' || typeof value['getType'] === 'function';
}

/** A text, or blocks, of which those of another kind than `text` say nothing. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as readonly unknown[])
    .map((block) => {
      if (typeof block === 'string') return block;
      return isRecord(block) && typeof block['text'] === 'string' ? block['text'] : '';
    })
    .join('');
}

async function readStream(stream: AsyncIterable<unknown>, signal: AbortSignal): Promise<unknown> {
  const iterator = stream[Symbol.asyncIterator]();
  const giveUp = (): void => {
    Promise.resolve(iterator.return?.()).catch(() => undefined);
  };
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    const texts: string[] = [];
    let last: unknown;
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one piece after the other
      const { done, value }: IteratorResult<unknown, unknown> = await iterator.next();
      if (done === true && value !== undefined) return value;
      if (done === true || signal.aborted) break;
      if (typeof value === 'string') texts.push(value);
      else if (isMessage(value)) texts.push(textOf(value.content));
      last = value;
    }
    return texts.length > 0 ? texts.join('') : last;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.asyncIterator in value &&
    typeof value[Symbol.asyncIterator] === 'function'
  );
}
