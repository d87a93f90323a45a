import { isRecord } from '../../internal/is-record.js';
import type { RuntimeEventStream } from '../runtime-event-source.js';
import { LangChainWriter } from './langchain-writer.js';

/** Sends what a chain has returned. Leaves a stream early when the signal aborts. */
export async function tellLangChainAnswer(
  answer: unknown,
  stream: RuntimeEventStream,
  signal: AbortSignal | undefined,
): Promise<void> {
  const writer = new LangChainWriter(stream);
  if (isStream(answer)) {
    for await (const chunk of answer) {
      if (signal?.aborted === true) return;
      writer.write(chunk);
    }
  } else {
    writer.write(answer);
  }
  writer.finish();
}

/** Tells a stream that nobody will read that it may end. */
export async function discardLangChainAnswer(answer: unknown): Promise<void> {
  if (isStream(answer)) await answer[Symbol.asyncIterator]().return?.();
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return isRecord(value) && typeof Reflect.get(value, Symbol.asyncIterator) === 'function';
}
