import { ɵcreateThreadStore as createThreadStore } from '@copilotkit/core';
import { WebSocket } from 'ws';
import type { RecordedCore } from '../../support/copilot-core.js';
import type { ServedRuntime } from '../../support/serve-runtime.js';
import { until } from '../../support/until.js';

export type ThreadStore = ReturnType<typeof createThreadStore>;

/** The client mentions each socket that fails. */
export const SOCKET_DROPPED = /\[threads\] realtime socket errored/;

/** Lists of threads in the client, each with a socket. */
export class LiveLists {
  readonly #host = globalThis as { WebSocket?: unknown };
  readonly #ownWebSocket = this.#host.WebSocket;
  readonly #stores: ThreadStore[] = [];

  constructor() {
    // Node 20 has none, and the client would take to polling.
    this.#host.WebSocket = WebSocket;
  }

  /** The store behind `useThreads`, once its socket is open. */
  async open({ core }: RecordedCore, { runtime }: ServedRuntime): Promise<ThreadStore> {
    const store = createThreadStore({ fetch: core.ɵruntimeFetch });
    this.#stores.push(store);
    const online = (): number => runtime.realtime?.size ?? 0;
    const before = online();
    store.start();
    store.setContext({
      runtimeUrl: core.runtimeUrl ?? '',
      wsUrl: core.intelligence?.wsUrl ?? '',
      headers: { ...core.headers },
      agentId: 'default',
    });
    await until('the socket', () => online() > before);
    return store;
  }

  release(): void {
    for (const store of this.#stores.splice(0)) store.stop();
    this.#host.WebSocket = this.#ownWebSocket;
  }
}

export function idsIn(store: ThreadStore): string[] {
  return store.getState().threads.map(({ id }) => id);
}

/** Waits until the list shows these threads in this order. */
export function shows(store: ThreadStore, ...ids: readonly string[]): Promise<true> {
  const wanted = ids.join(', ');
  return until(`${wanted} in the list`, () => idsIn(store).join(', ') === wanted);
}
