import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startFixture, type Fixture } from './support/start-fixture.js';

const MIB = 1024 * 1024;
const STREAM_BYTES = 50 * MIB;
const started: Fixture[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(started.splice(0).map((fixture) => fixture.stop()));
});

interface Reader {
  readonly received: () => number;
  /** Lets so many more bytes through. */
  read(bytes: number): void;
}

/** Starts a run on a raw socket that takes bytes only when told to. */
async function startRun(): Promise<{ fixture: Fixture; reader: Reader }> {
  const fixture = await startFixture(new URL('./support/slow-reader-server.ts', import.meta.url));
  started.push(fixture);
  const { port } = await fixture.next();
  const body = JSON.stringify({ threadId: 't', runId: 'r', messages: [], tools: [], context: [] });
  const socket = connect(Number(port), '127.0.0.1');
  sockets.push(socket);
  let received = 0;
  let allowance = 0;
  socket.on('data', (chunk) => {
    received += chunk.byteLength;
    allowance -= chunk.byteLength;
    if (allowance <= 0) socket.pause();
  });
  socket.pause();
  socket.write(
    `POST /agent/default/run HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n` +
      `content-length: ${body.length}\r\n\r\n${body}`,
  );
  const read = (bytes: number): void => {
    allowance = bytes;
    socket.resume();
  };
  return { fixture, reader: { received: () => received, read } };
}

/** Asks for the memory again until the run has ended on the server. */
async function memoryAfterRun(fixture: Fixture, meanwhile: () => void): Promise<number> {
  const deadline = Date.now() + 30_000;
  for (; Date.now() < deadline; await wait(20)) {
    meanwhile();
    fixture.tell('measure');
    const { bytes, ended } = await fixture.next();
    if (ended === true) return Number(bytes);
  }
  throw new Error('The run did not end');
}

describe('a reader that takes 1 KB at a time of 50 MB', () => {
  it('[delivery.slow-reader] holds at most 1 MiB beyond the log that a fast reader leaves, too', async () => {
    const fast = await startRun();
    fast.reader.read(Number.POSITIVE_INFINITY);
    await memoryAfterRun(fast.fixture, () => undefined);
    const deadline = Date.now() + 30_000;
    for (; fast.reader.received() < STREAM_BYTES; await wait(10)) {
      if (Date.now() > deadline) throw new Error('The fast reader did not get everything');
    }
    fast.fixture.tell('measure');
    const leftByFast = Number((await fast.fixture.next()).bytes);

    const slow = await startRun();
    const heldBySlow = await memoryAfterRun(slow.fixture, () => slow.reader.read(1024));
    if (process.env.MEASURE === '1') {
      process.stdout.write(
        `slow reader: ${heldBySlow - leftByFast} bytes beyond the log of ${leftByFast}\n`,
      );
    }
    expect(slow.reader.received()).toBeLessThan(STREAM_BYTES / 2);
    // Both have a log of the whole run, or the comparison says nothing.
    expect(Math.min(leftByFast, heldBySlow)).toBeGreaterThan(STREAM_BYTES);
    expect(heldBySlow - leftByFast).toBeLessThan(MIB);
  }, 120_000);
});
