import { once } from 'node:events';

import { WebSocket } from 'ws';

import { until } from './until.js';

export interface Told {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const open: WebSocket[] = [];

/** Ends whatever sockets a test has left open. */
export function dropSockets(): void {
  for (const socket of open.splice(0)) socket.terminate();
}

/** A socket, or the status with which it was refused. */
export async function openSocket(
  url: string,
  headers: Record<string, string> = {},
): Promise<WebSocket | number> {
  const socket = new WebSocket(url, { headers });
  open.push(socket);
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_req, { statusCode }) => resolve(statusCode ?? 0));
    socket.once('error', reject);
  });
}

/** A client on its user's channel, as far as a test needs one. */
export class Channel {
  readonly told: Told[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = once(socket, 'close').then(([code]) => code as number);
    socket.on('message', (data: Buffer) => {
      const [, , , event, payload] = JSON.parse(data.toString()) as [
        null,
        null,
        string,
        string,
        Record<string, unknown>,
      ];
      this.told.push({ event, payload });
    });
  }

  /** Opens a socket and joins, with what `/threads` and `/threads/subscribe` have answered. */
  static async join(url: string, joinToken: string, joinCode: string): Promise<Channel> {
    const socket = await openSocket(`${url}/websocket?join_token=${joinToken}&vsn=2.0.0`);
    if (typeof socket === 'number') throw new Error(`Refused with ${socket}`);
    const channel = new Channel(socket);
    channel.send('1', '1', `user_meta:${joinCode}`, 'phx_join');
    await until(() => channel.told.length > 0, 'the answer to the join');
    const [answer] = channel.told.splice(0, 1);
    if (answer?.payload.status !== 'ok') throw new Error(JSON.stringify(answer));
    return channel;
  }

  send(...frame: readonly (string | null)[]): void {
    this.socket.send(JSON.stringify([...frame, {}]));
  }

  /** Waits for an event, and answers its payload. */
  async hear(wanted: string): Promise<Told['payload']> {
    const find = (): Told | undefined => this.told.find((told) => summaryOf(told) === wanted);
    await until(() => find() !== undefined, `${wanted}, among ${this.summary.join(', ')}`);
    return find()?.payload ?? {};
  }

  get summary(): string[] {
    return this.told.map(summaryOf);
  }
}

function summaryOf({ event, payload }: Told): string {
  const { operation = event, threadId, runId } = payload as Record<string, string | undefined>;
  return event === 'thread_run_activity' ? `run ${runId}` : `${operation} ${threadId}`;
}
