import { connect, type Socket } from 'node:net';
import type { ServerStats } from './server/messages.js';
import type { Cluster } from './support/cluster.js';
import { describeOn, postgresStore, sqliteStore } from './support/describe-on.js';
import type { ReceivedStream } from './support/received-stream.js';
import { elapse } from './support/elapse.js';
import { RecordingClient } from './support/recording-client.js';
import type { ServerProcess } from './support/server-process.js';
import { TcpProxy } from './support/tcp-proxy.js';

const PAUSED = 50;
/**
 * 10,000 events, some 2 MB, as fast as the agent can. In many messages: one of megabytes is one event
 * to whoever comes after its end, and no event is sent in pieces.
 */
const BURST = { count: 3_400, perSecond: 0, padding: 300, kind: 'mixed' } as const;
const EVENTS = 10_000;
/** I9, on top of what the same burst takes with clients that read. */
const MAX_GROWTH_BYTES = 64 * 1024 * 1024;
/** What so many viewers may really need of it: a quarter of a megabyte each. */
const MAX_HELD_BYTES = 16 * 1024 * 1024;

describeOn([sqliteStore(), await postgresStore()], 'T9 clients that do not read', (start) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await start({ servers: 1 });
  });

  it(`cost no memory and hold nobody up: ${PAUSED} paused ones, and one with 1 KB per second`, async () => {
    const server = cluster.server(0);
    // What bursts with as many readers take is not what it costs that these do not read.
    const warmUp = async (): Promise<ServerStats> => {
      const readers: Socket[] = [];
      await burst(server, new RecordingClient(), async (threadId) => {
        readers.push((await viewer(server.port, threadId)).resume());
      });
      for (const socket of readers) socket.destroy();
      return server.stats();
    };
    // The allocator keeps more of one burst than of another.
    let before = await warmUp();
    let ofReaders = 0;
    for (let more = 0; more < 3; more += 1) {
      const after = await warmUp();
      ofReaders = Math.max(ofReaders, after.rssBytes - before.rssBytes);
      before = after;
    }

    const slowWay = await TcpProxy.to({ host: '127.0.0.1', port: server.port });
    slowWay.set({ kind: 'throttle', bytesPerSecond: 1_024 });
    const owner = new RecordingClient();
    const slowOne = new RecordingClient(owner.threadId);
    const slow: Promise<ReceivedStream>[] = [];
    const sockets: Socket[] = [];
    try {
      const stream = await burst(server, owner, async (threadId) => {
        if (slow.length === 0) slow.push(slowOne.connect(`http://127.0.0.1:${slowWay.port}`));
        sockets.push(await viewer(server.port, threadId));
      });
      const slowStreams = await Promise.all(slow);
      // Others are served as if nothing were.
      const other = new RecordingClient();
      await cluster.finished(await other.run(server.baseUrl));
      await settlesWithin(
        before.heldBytes + MAX_HELD_BYTES,
        async () => (await server.stats()).heldBytes,
      );
      await settlesWithin(
        before.rssBytes + ofReaders + MAX_GROWTH_BYTES,
        async () => (await server.stats()).rssBytes,
      );
      slowWay.pass();
      for (const slowStream of slowStreams) await cluster.finished(slowStream);
      expect(stream.events.length).toBeGreaterThanOrEqual(EVENTS);
      await cluster.verify(owner, slowOne, other);
    } finally {
      for (const socket of sockets) socket.destroy();
      await slowWay.close();
    }
  }, 60_000);

  /** A run as fast as it can be, with viewers that join while it goes on. */
  async function burst(
    server: ServerProcess,
    owner: RecordingClient,
    join: (threadId: string) => Promise<unknown>,
  ): Promise<ReceivedStream> {
    const stream = await owner.run(server.baseUrl, { plan: BURST });
    await Promise.all(Array.from({ length: PAUSED }, () => join(owner.threadId)));
    await cluster.finished(stream);
    return stream;
  }
});

/** What a burst has left behind goes back to the machine in a while; what is held does not. */
async function settlesWithin(limit: number, read: () => Promise<number>): Promise<void> {
  let value = await read();
  for (let round = 0; round < 20 && value >= limit; round += 1) {
    await elapse(500);
    value = await read();
  }
  expect(value).toBeLessThan(limit);
}

/** Asks for a thread and, unless it is resumed, reads nothing, not even the head of the answer. */
async function viewer(port: number, threadId: string): Promise<Socket> {
  const body = JSON.stringify({
    threadId,
    runId: 'paused',
    messages: [],
    tools: [],
    context: [],
    state: {},
    forwardedProps: {},
  });
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.write(
    `POST /agent/default/connect HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return socket;
}
