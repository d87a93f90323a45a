import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What a proxy does to the bytes that pass it. */
export type Fault =
  | { readonly kind: 'pass' }
  | { readonly kind: 'blackhole' }
  /** Each byte arrives so much later. */
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number };

const THROTTLE_TICK_MS = 50;

/** One direction of one connection of a proxy. */
export class ProxyLane {
  readonly #from: Socket;
  readonly #to: Socket;
  #fault: Fault = { kind: 'pass' };
  #onHealed: () => void = () => undefined;
  /** Resolves when everything that is delayed has been passed on. */
  #delayed: Promise<unknown> = Promise.resolve();

  constructor(from: Socket, to: Socket) {
    this.#from = from;
    this.#to = to;
  }

  set(fault: Fault): void {
    this.#fault = fault;
    if (fault.kind !== 'blackhole') this.#onHealed();
  }

  /** Passes bytes on until either side is through, and then its end, too. Never rejects. */
  async run(): Promise<void> {
    try {
      for await (const bytes of this.#from) await this.#pass(bytes as Buffer);
      await this.#unlessBlackholed();
      await this.#delayed;
      this.#to.end();
    } catch {
      await this.#unlessBlackholed();
      resetSocket(this.#to);
    }
  }

  async #pass(bytes: Buffer): Promise<void> {
    await this.#unlessBlackholed();
    if (this.#fault.kind === 'delay') {
      this.#delayed = Promise.all([this.#delayed, wait(this.#fault.ms)]).then(() =>
        this.#to.write(bytes),
      );
      return;
    }
    await this.#delayed;
    if (this.#fault.kind === 'throttle') await this.#trickle(bytes);
    else await this.#write(bytes);
  }

  async #trickle(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const rest = bytes.subarray(at);
      const allowance =
        this.#fault.kind === 'throttle'
          ? Math.max(1, Math.floor((this.#fault.bytesPerSecond * THROTTLE_TICK_MS) / 1_000))
          : rest.length;
      const piece = rest.subarray(0, allowance);
      at += piece.length;
      await this.#write(piece);
      if (at < bytes.length) await wait(THROTTLE_TICK_MS);
      await this.#unlessBlackholed();
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#to.destroyed) throw new Error('The other side is gone');
    if (!this.#to.write(bytes)) await Promise.race([once(this.#to, 'drain'), gone(this.#to)]);
  }

  async #unlessBlackholed(): Promise<void> {
    while (this.#fault.kind === 'blackhole') {
      await new Promise<void>((resolve) => {
        this.#onHealed = resolve;
      });
    }
  }
}

async function gone(socket: Socket): Promise<void> {
  if (!socket.closed) await once(socket, 'close');
}

/** Node never closes a socket that is reset after its own end was sent. */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
