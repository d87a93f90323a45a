import { CopilotRuntime } from '@flightdeck/core';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import { COPILOT_RUNTIME_OPTIONS } from './copilot-runtime.constants.js';
import type { CopilotRuntimeModuleOptions } from './interfaces/copilot-runtime-options.interface.js';

/**
 * Opens the store of the runtime when the application comes up, so that one that cannot use its own
 * does not, and runs whose server is gone are ended without waiting for a request.
 */
@Injectable()
export class StoreOpener implements OnApplicationBootstrap {
  constructor(
    @Inject(CopilotRuntime) private readonly runtime: CopilotRuntime,
    @Inject(COPILOT_RUNTIME_OPTIONS) private readonly options: CopilotRuntimeModuleOptions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const opening = this.runtime.ready();
    if (this.options.waitForStore ?? true) return opening;
    // The log is told; the next request tries again.
    opening.catch(() => undefined);
  }
}
