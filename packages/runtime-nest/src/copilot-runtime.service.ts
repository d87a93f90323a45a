import { CopilotRuntime, type Identity } from '@flightdeck/core';
import { Inject, Injectable, type InjectionToken, type OnModuleDestroy } from '@nestjs/common';

import { AgentRegistry } from './agents/agent.registry.js';
import { CopilotRuntimeBridge } from './copilot-runtime.bridge.js';
import {
  COPILOT_RUNTIME_MOUNT,
  DEFAULT_RUNTIME_NAME,
  type CopilotRuntimeMount,
} from './copilot-runtime.constants.js';

export interface StopRunOptions {
  /** Stops only this run. @default whichever is active */
  readonly runId?: string;
  /** Whose thread it is. @default any user's of the tenant `''` */
  readonly identity?: Identity;
}

/** A runtime of the application, for its own code. */
@Injectable()
export class CopilotRuntimeService implements OnModuleDestroy {
  constructor(
    @Inject(CopilotRuntime) readonly runtime: CopilotRuntime,
    @Inject(COPILOT_RUNTIME_MOUNT) private readonly mount: CopilotRuntimeMount,
    @Inject(AgentRegistry) private readonly registry: AgentRegistry,
    @Inject(CopilotRuntimeBridge) private readonly bridge: CopilotRuntimeBridge,
  ) {}

  get name(): string {
    return this.mount.name;
  }

  /** The base path without prefix and version. */
  get path(): string {
    return this.mount.path;
  }

  /** The ids of the providers that are marked with `@CopilotAgent`; known once the module is initialised. */
  get discoveredAgentIds(): readonly string[] {
    return this.registry.foundIds;
  }

  /** The runs that this process is executing; 0 where a custom runner does. */
  get activeRuns(): number {
    return this.runtime.engine?.activeRuns ?? 0;
  }

  get isShuttingDown(): boolean {
    return this.runtime.isShuttingDown;
  }

  /** Asks the active run of a thread to end; tells whether there was one to ask. */
  async stop(threadId: string, { runId, identity }: StopRunOptions = {}): Promise<boolean> {
    const { engine, runner } = this.runtime;
    if (engine === null) {
      const request = runId === undefined ? { threadId } : { threadId, runId };
      return (await runner?.stop(request)) === true;
    }
    const scope = { tenantId: identity?.tenantId ?? '', userId: identity?.id ?? null };
    const { kind } = await engine.stop(scope, threadId, runId);
    return kind === 'stopping';
  }

  /**
   * Refuses new runs with 503, lets running ones end for up to `graceMs`, and ends the rest with
   * RUN_ERROR `SERVER_SHUTDOWN`. Resolves when the responses are out. Done once, and by
   * `app.close()` in any case. @param graceMs the module's `shutdownGraceMs` by default
   */
  shutdown(graceMs?: number): Promise<void> {
    return this.bridge.close(graceMs);
  }

  /**
   * The first of Nest's hooks: the HTTP server waits for open streams before it closes, so that the
   * ones after it would never be reached, and modules that release connections have theirs still.
   */
  onModuleDestroy(): Promise<void> {
    return this.shutdown();
  }
}

/** The token of a `CopilotRuntimeService`; that of the default one is the class itself. */
export function getCopilotRuntimeServiceToken(
  name: string = DEFAULT_RUNTIME_NAME,
): InjectionToken<CopilotRuntimeService> {
  return name === DEFAULT_RUNTIME_NAME ? CopilotRuntimeService : `COPILOT_RUNTIME:SERVICE:${name}`;
}
