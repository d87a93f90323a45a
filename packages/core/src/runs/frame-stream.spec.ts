import { describe, expect, it } from '@jest/globals';
import { createGate } from '@flightdeck/testing';
import { SILENT_LOGGER } from '../runtime/logger.js';
import { createFrameStream } from './frame-stream.js';

function streamOf(texts: () => AsyncGenerator<string, void>, log: string[]) {
  async function* produce() {
    try {
      yield* texts();
    } finally {
      log.push('let go');
    }
  }
  return createFrameStream({ produce, onClosed: () => log.push('closed'), logger: SILENT_LOGGER });
}

async function* endless() {
  for (;;) yield 'a';
}

describe('a stream of texts', () => {
  it('lets go of what it reads from when its reader leaves', async () => {
    const log: string[] = [];
    const stream = streamOf(endless, log);
    await stream.pull();
    stream.close();
    stream.close();
    expect(await stream.pull()).toBeNull();
    await new Promise(setImmediate);
    expect(log).toEqual(['closed', 'let go']);
  });

  it('says nothing more to a reader who has left, even if there is something', async () => {
    const gate = createGate();
    async function* late() {
      await gate.opened;
      yield 'a';
    }
    const stream = streamOf(late, []);
    const pulled = stream.pull();
    stream.close();
    gate.open();
    expect(await pulled).toBeNull();
  });

  it('survives a source that fails while it is let go', async () => {
    async function* stubborn() {
      try {
        yield 'a';
      } finally {
        await Promise.reject(new Error('no'));
      }
    }
    const log: string[] = [];
    const stream = streamOf(stubborn, log);
    await stream.pull();
    stream.close();
    await new Promise(setImmediate);
    expect(await stream.pull()).toBeNull();
  });

  it('says so when its source fails', async () => {
    async function* failing() {
      yield 'a';
      throw new Error('disk on fire');
    }
    const stream = streamOf(failing, []);
    await stream.pull();
    expect(await stream.pull()).toContain('STORE_UNAVAILABLE');
    expect(await stream.pull()).toBeNull();
  });
});
