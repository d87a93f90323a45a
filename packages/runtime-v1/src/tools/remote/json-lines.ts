import { readLimited } from './read-limited.js';
import { RemoteError } from './remote-error.js';

const MAX_STREAM_BYTES = 64_000_000;
const MAX_LINE_LENGTH = 4_000_000;

/**
 * The values of a body with one JSON text in each line, as they come. Leaving the loop gives the body up.
 *
 * @throws RemoteError `protocol` at a line that is no JSON, `too_large` at one that does not end
 */
export async function* readJsonLines(
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, void, undefined> {
  const decoder = new TextDecoder();
  // Pieces of the line that has not ended: joined once, however many there are.
  let rest: string[] = [];
  let restLength = 0;
  for await (const piece of readLimited(response, MAX_STREAM_BYTES, signal)) {
    const [first = '', ...others] = decoder.decode(piece, { stream: true }).split('\n');
    rest.push(first);
    restLength += first.length;
    if (restLength > MAX_LINE_LENGTH) {
      throw new RemoteError('too_large', `A line has more than ${MAX_LINE_LENGTH} characters`);
    }
    const last = others.pop();
    if (last === undefined) continue;
    yield* parseLine(rest.join(''));
    for (const line of others) yield* parseLine(line);
    rest = [last];
    restLength = last.length;
  }
  yield* parseLine(`${rest.join('')}${decoder.decode()}`);
}

function* parseLine(line: string): Generator<unknown, void, undefined> {
  if (line.trim() === '') return;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new RemoteError('protocol', 'A line of the stream is no JSON');
  }
  yield value;
}
