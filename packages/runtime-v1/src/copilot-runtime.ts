import { CopilotRuntime as Runtime } from '@flightdeck/core';
import type { CopilotRuntimeConstructorParams } from './options/runtime-params.js';

/** The runtime with the options of version 1 and of version 2. */
export class CopilotRuntime extends Runtime {
  readonly params: CopilotRuntimeConstructorParams;

  constructor(params: CopilotRuntimeConstructorParams = {}) {
    super({ ...params, agents: params.agents ?? {} });
    this.params = params;
  }
}
