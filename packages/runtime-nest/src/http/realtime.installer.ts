import { CopilotRuntime, REALTIME_PATH } from '@flightdeck/core';
import { attachRealtime, type RealtimeAttachment } from '@flightdeck/runtime-node';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

import {
  COPILOT_RUNTIME_MOUNT,
  COPILOT_RUNTIME_OPTIONS,
  type CopilotRuntimeMount,
} from '../copilot-runtime.constants.js';
import type { CopilotRuntimeModuleOptions } from '../interfaces/copilot-runtime-options.interface.js';

/** Serves the sockets of the runtime from the application's own HTTP server, where it is asked to. */
@Injectable()
export class RealtimeInstaller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #attachment: RealtimeAttachment | null = null;

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(CopilotRuntime) private readonly runtime: CopilotRuntime,
    @Inject(COPILOT_RUNTIME_OPTIONS) private readonly options: CopilotRuntimeModuleOptions,
    @Inject(COPILOT_RUNTIME_MOUNT) private readonly mount: CopilotRuntimeMount,
  ) {}

  onApplicationBootstrap(): void {
    const { realtime = false, trustProxy } = this.options;
    const adapter = this.host.httpAdapter as HttpAdapterHost['httpAdapter'] | null | undefined;
    // An application without HTTP has no clients to tell.
    if (realtime === false || adapter === null || adapter === undefined) return;
    this.#attachment = attachRealtime(adapter.getHttpServer(), this.runtime, {
      path: socketPathBelow(this.mount.path),
      trustProxy,
    });
  }

  /** After the runtime has sent clients to another server, and before Nest waits for connections. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#attachment?.close();
  }
}

/** With the base path, so that several runtimes can share a server; its parameters match nothing. */
function socketPathBelow(basePath: string): string {
  return /[:*{(]/.test(basePath) ? REALTIME_PATH : `${basePath}${REALTIME_PATH}`;
}
