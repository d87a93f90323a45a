import { guardConsole, type ConsoleGuard } from '../../support/console-guard.js';
import {
  coreOn,
  installWindow,
  type CoreOptions,
  type RecordedCore,
} from '../../support/copilot-core.js';
import { scriptedAgent, type Script } from '../../support/scripted-agent.js';
import { CLIENT_59 } from '../../support/clients.js';
import {
  serveRuntime,
  type ServedRuntime,
  type ServeOptions,
} from '../../support/serve-runtime.js';

export const CORE_TRANSPORTS = ['rest', 'single'] as const;
export type CoreTransport = (typeof CORE_TRANSPORTS)[number];

/** A runtime, CopilotKit's client in front of it, and a console that must stay silent. */
export class CoreFixture {
  readonly guard: ConsoleGuard = guardConsole();
  readonly #removeWindow = installWindow();
  readonly #transport: CoreTransport;
  #served: ServedRuntime | null = null;

  constructor(transport: CoreTransport) {
    this.#transport = transport;
  }

  get served(): ServedRuntime {
    if (this.#served === null) throw new Error('The runtime is not being served');
    return this.#served;
  }

  /** Serves a runtime with one agent over the transport alone. */
  async serve(script: Script, options: ServeOptions = {}): Promise<void> {
    this.#served = await serveRuntime({
      agents: { default: scriptedAgent(CLIENT_59, script) },
      mode: this.#transport === 'rest' ? 'multi-route' : 'single-route',
      ...options,
    });
  }

  /** A client that has found out the transport by itself. */
  client(
    options: Partial<CoreOptions> & { readonly threadId?: string } = {},
  ): Promise<RecordedCore> {
    return coreOn({ runtimeUrl: this.served.url, threadId: 't1', ...options });
  }

  /** What the clients have called: `agent/run` and so on, whatever the transport. */
  calls(): string[] {
    return this.served.calls.map(({ method }) => method);
  }

  async release(): Promise<void> {
    this.#removeWindow();
    this.guard.release();
    await this.#served?.close();
  }
}
