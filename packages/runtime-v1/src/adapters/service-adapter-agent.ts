import { AbstractAgent, type BaseEvent, type RunAgentInput } from '@ag-ui/client';
import type { Logger } from '@flightdeck/core';
import { Observable } from 'rxjs/internal/Observable';
import { createLogger } from '../options/create-logger.js';
import { runAdapter } from './adapter-run.js';
import type { CopilotServiceAdapter } from './service-adapter.js';

export interface ServiceAdapterAgentOptions {
  readonly logger?: Logger | undefined;
  /** @default 'development' if `NODE_ENV` is, else 'production' */
  readonly environment?: 'development' | 'production' | undefined;
  /**
   * Milliseconds that an adapter may be silent when its callback has ended and it has not completed its
   * turn. @default 120000
   */
  readonly completionTimeoutMs?: number;
}

type RunEvents = ReturnType<AbstractAgent['run']>;

/**
 * An agent that asks a service adapter by its `process()`, once per run. Tools that run on the server
 * are for `withServerTools` around it. v1.md 6.3 and 14.4.
 */
export class ServiceAdapterAgent extends AbstractAgent {
  // No `#` fields: AG-UI's `clone()` makes objects without calling constructors.
  private adapter: CopilotServiceAdapter;
  private options: ServiceAdapterAgentOptions;
  private runs: Set<AbortController>;

  constructor(adapter: CopilotServiceAdapter, options: ServiceAdapterAgentOptions = {}) {
    super();
    this.adapter = adapter;
    this.options = options;
    this.runs = new Set();
  }

  override clone(): ServiceAdapterAgent {
    // Of this class: the base class takes the prototype.
    const clone = super.clone() as ServiceAdapterAgent;
    clone.adapter = this.adapter;
    clone.options = this.options;
    clone.runs = new Set();
    return clone;
  }

  override run(input: RunAgentInput): RunEvents {
    const events = new Observable<BaseEvent>((observer) => {
      const controller = new AbortController();
      this.runs.add(controller);
      const {
        logger = createLogger({ level: 'warn' }),
        environment = hostEnvironment(),
        completionTimeoutMs = 120_000,
      } = this.options;
      void runAdapter({
        adapter: this.adapter,
        agentId: this.agentId,
        input,
        // AG-UI declares `type` as an enumeration of the same strings; a closed observer takes nothing.
        emit: (event) => observer.next(event as unknown as BaseEvent),
        signal: controller.signal,
        logger,
        isDevelopment: environment === 'development',
        completionTimeoutMs,
      }).then(() => observer.complete());
      return () => {
        this.runs.delete(controller);
        controller.abort();
      };
    });
    // The same class, of the copy of rxjs that AG-UI brings along.
    return events as unknown as RunEvents;
  }

  override abortRun(): void {
    for (const run of this.runs) run.abort();
  }
}

function hostEnvironment(): string | undefined {
  return typeof process === 'object' ? process.env['NODE_ENV'] : undefined;
}
