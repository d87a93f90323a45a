import { connect, type Socket } from 'node:net';

import { runInput } from './runs.js';
import type { ScenarioName } from './scenarios.js';
import { BASE_PATH } from './target.js';

export interface StreamRequest {
  readonly port: number;
  readonly agent: ScenarioName;
  /** A run, unless named. */
  readonly verb?: 'run' | 'connect';
  readonly input?: object;
}

/**
 * Asks for a stream over a bare socket, so that thousands of them cost their reader little. Resolves when
 * the first event is there, with a socket that nobody reads: the caller listens to its data or resumes it.
 *
 * @throws Error if the answer is no stream
 */
export async function openStream(
  { port, agent, verb = 'run', input }: StreamRequest,
  connection = connected(port),
): Promise<Socket> {
  const socket = await connection;
  const body = JSON.stringify(input ?? runInput());
  socket.write(
    [
      `POST ${BASE_PATH}/agent/${agent}/${verb} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
  return new Promise((resolve, reject) => {
    let text = '';
    const begun = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!text.includes('data: {')) return;
      settle();
      if (text.startsWith('HTTP/1.1 200')) resolve(socket.pause());
      else reject(new Error(`A stream was answered with ${text}`));
    };
    const failed = (error?: Error): void => {
      settle();
      socket.destroy();
      reject(error ?? new Error(`A stream ended before its first event: ${text}`));
    };
    const closed = (): void => failed();
    const settle = (): void => {
      socket.off('data', begun).off('error', failed).off('close', closed);
      // Nobody is to be told of a stream that breaks when its server is stopped.
      socket.on('error', () => undefined);
    };
    socket.on('data', begun).on('error', failed).on('close', closed);
  });
}

/** Fewer than a server's queue of connections takes that it has not accepted yet. */
const MOST_CONNECTING = 200;

/**
 * Opens streams at an even pace, so that their agents do not all speak in the same moment. All connections
 * are there before: Node accepts one in each turn of its loop, and turns are long once streams are busy.
 */
export async function openStreams(
  count: number,
  perSecond: number,
  request: StreamRequest,
): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const some = Math.min(MOST_CONNECTING, count - sockets.length);
    sockets.push(
      ...(await Promise.all(Array.from({ length: some }, () => connected(request.port)))),
    );
  }
  const begun = performance.now();
  const streams = sockets.map(async (socket, index) => {
    await pause(begun + (index / perSecond) * 1_000 - performance.now());
    return openStream(request, Promise.resolve(socket));
  });
  return Promise.all(streams);
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    socket.once('error', reject).once('connect', () => resolve(socket.off('error', reject)));
  });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
