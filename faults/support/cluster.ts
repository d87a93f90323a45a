import type { StoreEngine } from '@flightdeck/store';
import { openStore } from '../server/open-store.js';
import type { ServerOptions } from '../server/server-options.js';
import { bundleServer, type Bundle } from './bundle-server.js';
import { findViolations } from './invariants/check-invariants.js';
import type { ReceivedStream } from './received-stream.js';
import type { RecordingClient } from './recording-client.js';
import { ServerProcess } from './server-process.js';

export interface ClusterOptions {
  readonly servers: number;
  readonly options: ServerOptions;
  /** Other options for one of them, for example the way that it takes to its database. */
  readonly optionsOf?: (options: ServerOptions, index: number) => ServerOptions;
}

/** Instances on one store, and a look at that store past all of them. */
export class Cluster {
  readonly servers: ServerProcess[] = [];
  /** Reads what is stored; takes no runs over. */
  readonly engine: StoreEngine;
  readonly #settings: ClusterOptions;
  readonly #bundle: Bundle;

  private constructor(settings: ClusterOptions, bundle: Bundle) {
    this.#settings = settings;
    this.#bundle = bundle;
    this.engine = openStore(settings.options, () => undefined);
  }

  static async start(settings: ClusterOptions): Promise<Cluster> {
    const cluster = new Cluster(settings, await bundleServer());
    try {
      await cluster.engine.coordinator.start();
      for (let index = 0; index < settings.servers; index += 1) await cluster.add();
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  server(index: number): ServerProcess {
    const server = this.servers[index];
    if (server === undefined) throw new Error(`There is no server ${index}`);
    return server;
  }

  /** Starts one more, as a deployment does after it has stopped another. */
  async add(changes: Partial<ServerOptions> = {}): Promise<ServerProcess> {
    const index = this.servers.length;
    const { options: shared, optionsOf } = this.#settings;
    const options = { ...(optionsOf?.(shared, index) ?? shared), ...changes };
    const server = await ServerProcess.start(index, this.#bundle.file, options);
    this.servers.push(server);
    return server;
  }

  /** The server whose agent works on a run, if any has begun to. */
  ownerOf(runId: string): ServerProcess | undefined {
    return this.servers.find((server) => server.agentOf(runId) !== undefined);
  }

  /** Waits for the end of a stream, which must be that of a run that came to its end. */
  async finished(stream: ReceivedStream): Promise<void> {
    await stream.ended();
    if (stream.terminal?.type === 'RUN_FINISHED') return;
    throw new Error(`No RUN_FINISHED: ${stream.tail()}\n${this.logs()}`);
  }

  /** Fails with every invariant that does not hold for what these clients have seen. */
  async verify(...clients: readonly RecordingClient[]): Promise<void> {
    const { engine, servers } = this;
    const { delivery = 'durable' } = this.#settings.options;
    const found = await findViolations({ engine, servers, clients, delivery });
    if (found.length === 0) return;
    const lines = found.slice(0, 20).map(({ id, text }) => `${id}: ${text}`);
    throw new Error(`${found.length} violations\n${lines.join('\n')}\n${this.logs()}`);
  }

  /** What the servers have logged, for messages of failing tests. */
  logs(): string {
    return this.servers
      .flatMap(({ index, logs }) =>
        logs.slice(-8).map((line) => `[server ${index}] ${line.slice(0, 300)}`),
      )
      .join('\n');
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.kill()));
    await this.engine.close();
    await this.#bundle.remove();
  }
}
