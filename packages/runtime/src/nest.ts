export {
  CopilotAgent,
  CopilotRuntimeModule,
  CopilotRuntimeService,
  getCopilotRuntimeServiceToken,
  getCopilotRuntimeToken,
  InjectCopilotRuntime,
  InjectCopilotRuntimeService,
} from '@flightdeck/runtime-nest';
export type {
  CopilotAgentOptions,
  CopilotRuntimeAsyncOptions,
  CopilotRuntimeEndpointOptions,
  CopilotRuntimeFromOptions,
  CopilotRuntimeModuleExtras,
  CopilotRuntimeModuleOptions,
  CopilotRuntimeOptionsFactory,
  CopilotRuntimeRootOptions,
  ReadyCopilotRuntime,
  StopRunOptions,
} from '@flightdeck/runtime-nest';
