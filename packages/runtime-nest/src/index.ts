export { CopilotRuntimeModule } from './copilot-runtime.module.js';
export { CopilotRuntimeService, getCopilotRuntimeServiceToken } from './copilot-runtime.service.js';
export type { StopRunOptions } from './copilot-runtime.service.js';
export { getCopilotRuntimeToken } from './copilot-runtime.constants.js';
export { CopilotAgent } from './decorators/copilot-agent.decorator.js';
export type { CopilotAgentOptions } from './decorators/copilot-agent.decorator.js';
export {
  InjectCopilotRuntime,
  InjectCopilotRuntimeService,
} from './decorators/inject-copilot-runtime.decorator.js';
export type {
  CopilotRuntimeAsyncOptions,
  CopilotRuntimeEndpointOptions,
  CopilotRuntimeFromOptions,
  CopilotRuntimeModuleExtras,
  CopilotRuntimeModuleOptions,
  CopilotRuntimeOptionsFactory,
  CopilotRuntimeRootOptions,
  ReadyCopilotRuntime,
} from './interfaces/copilot-runtime-options.interface.js';
