import type { CopilotRuntimeOptions } from '@flightdeck/core';
import { RuntimeClient, type Transport } from '../http/runtime-client.js';
import type { TestApi } from '../test-api.js';
import {
  BASE_PATH,
  type HttpAdapterContractOptions,
  type HttpAdapterTraits,
  type HttpMount,
  type HttpServerUnderTest,
} from './http-harness.js';

const DEFAULT_TRAITS: HttpAdapterTraits = {
  sockets: true,
  answersUnknownPaths: true,
  answersForeignPaths: true,
  answersWrongVerbs: true,
  hasMountOptions: true,
};

/** Says nothing; failures that a case provokes do not belong into the output of the tests. */
const silence = (): void => undefined;
const SILENT = { debug: silence, info: silence, warn: silence, error: silence };

/** A mounted runtime, with what cases do to it. */
export interface Mounted extends HttpServerUnderTest {
  readonly rest: RuntimeClient;
  readonly single: RuntimeClient;
  client(transport: Transport): RuntimeClient;
}

/** What the sections of the contract share: the runner, the adapter, and its servers. */
export class ContractSuite {
  readonly api: TestApi;
  readonly traits: HttpAdapterTraits;
  readonly #options: HttpAdapterContractOptions;

  constructor(options: HttpAdapterContractOptions) {
    this.#options = options;
    this.api = options.api;
    this.traits = { ...DEFAULT_TRAITS, ...options.traits };
  }

  /** Mounts a runtime; in production and without a logger unless the options say otherwise. */
  async mount(runtime: CopilotRuntimeOptions, mount: Partial<HttpMount> = {}): Promise<Mounted> {
    const server = await this.#options.createServer({
      runtime: { environment: 'production', logger: SILENT, ...runtime },
      mount: { basePath: BASE_PATH, cors: false, ...mount },
    });
    const { baseUrl, fetch: send } = server;
    const client = (transport: Transport): RuntimeClient =>
      new RuntimeClient({ baseUrl, transport, ...(send === undefined ? {} : { fetch: send }) });
    return {
      ...server,
      client,
      rest: client('rest'),
      single: client('single'),
      async close() {
        await server.runtime.shutdown({ graceMs: 0 });
        await server.close();
      },
    };
  }

  /** Mounts a runtime for one case. */
  async use(
    runtime: CopilotRuntimeOptions,
    mount: Partial<HttpMount>,
    body: (server: Mounted) => Promise<void>,
  ): Promise<void> {
    const server = await this.mount(runtime, mount);
    try {
      await body(server);
    } finally {
      await server.close();
    }
  }

  /** Mounts a runtime for all cases of the current `describe`; call the result inside of cases. */
  shared(runtime: () => CopilotRuntimeOptions, mount: Partial<HttpMount> = {}): () => Mounted {
    let server: Mounted | undefined;
    this.api.beforeAll(async () => {
      server = await this.mount(runtime(), mount);
    });
    this.api.afterAll(() => server?.close());
    return () => {
      if (server === undefined) throw new Error('The server is not there yet');
      return server;
    };
  }
}
