import { isRecord } from '../../internal/is-record.js';
import type { RuntimeEventStream } from '../runtime-event-source.js';
import { untilAborted } from '../until-aborted.js';
import { LangChainWriter } from './langchain-writer.js';

const NEVER = new AbortController().signal;

/**
 * Sends what a chain has returned.
 *
 * @throws the signal's reason when it aborts: a stream is left at once then, even one that is silent
 */
export async function tellLangChainAnswer(
  answer: unknown,
  stream: RuntimeEventStream,
  signal: AbortSignal = NEVER,
): Promise<void> {
  const writer = new LangChainWriter(stream);
  if (isStream(answer)) await tellStream(answer[Symbol.asyncIterator](), writer, signal);
  else writer.write(answer);
  writer.finish();
}

/** Tells a stream that nobody will read that it may end. */
export function discardLangChainAnswer(answer: unknown): void {
  if (isStream(answer)) leave(answer[Symbol.asyncIterator]());
}

async function tellStream(
  chunks: AsyncIterator<unknown>,
  writer: LangChainWriter,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one chunk after the other
      const { done, value } = await untilAborted(chunks.next(), signal);
      if (done === true) return;
      writer.write(value);
    }
  } catch (error) {
    leave(chunks);
    throw error;
  }
}

/** Not waited for: a generator ends only with its next chunk, which may never come. */
function leave(chunks: AsyncIterator<unknown>): void {
  Promise.resolve(chunks.return?.()).catch(() => undefined);
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return isRecord(value) && typeof Reflect.get(value, Symbol.asyncIterator) === 'function';
}
