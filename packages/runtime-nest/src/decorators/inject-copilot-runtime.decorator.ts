import { Inject } from '@nestjs/common';

import { getCopilotRuntimeToken } from '../copilot-runtime.constants.js';
import { getCopilotRuntimeServiceToken } from '../copilot-runtime.service.js';

type InjectDecorator = ParameterDecorator & PropertyDecorator;

/** Injects the `CopilotRuntime` of the module with this name. */
export function InjectCopilotRuntime(name?: string): InjectDecorator {
  return Inject(getCopilotRuntimeToken(name));
}

/** Injects the `CopilotRuntimeService` of the module with this name. */
export function InjectCopilotRuntimeService(name?: string): InjectDecorator {
  return Inject(getCopilotRuntimeServiceToken(name));
}
