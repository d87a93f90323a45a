import { describe, expect, it } from '@jest/globals';
import { readJsonLines } from './json-lines.js';

async function read(pieces: readonly Uint8Array[]): Promise<readonly unknown[]> {
  let wasGivenUp = false;
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = left.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
    cancel() {
      wasGivenUp = true;
    },
  });
  const values: unknown[] = [];
  try {
    for await (const value of readJsonLines(new Response(body), undefined)) values.push(value);
    return values;
  } catch (error) {
    expect(wasGivenUp).toBe(true);
    throw error;
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('readJsonLines', () => {
  it('reads lines wherever they are cut, the last one without its end as well', async () => {
    const all = bytes('{"a":"é"}\r\n\n7\n"ü"');
    const singly = Array.from(all, (_byte, index) => all.slice(index, index + 1));
    for (const pieces of [[all], singly]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await read(pieces)).toEqual([{ a: 'é' }, 7, 'ü']);
    }
  });

  it('gives a stream up at a line that is no JSON, and at one that does not end', async () => {
    await expect(read([bytes('1\n<html>\n'), bytes('2\n')])).rejects.toThrow('no JSON');
    const piece = bytes('x'.repeat(1_000_000));
    await expect(read([piece, piece, piece, piece, piece, piece])).rejects.toThrow(
      'more than 4000000 characters',
    );
  });
});
