import { CopilotRuntime } from '@flightdeck/core';
import type { InjectionToken } from '@nestjs/common';

import type { CopilotRuntimeModuleExtras } from './interfaces/copilot-runtime-options.interface.js';

export const DEFAULT_RUNTIME_NAME = 'default';

export const DEFAULT_EXTRAS: CopilotRuntimeModuleExtras = {
  path: 'api/copilotkit',
  name: DEFAULT_RUNTIME_NAME,
  version: undefined,
  isGlobal: false,
  imports: [],
  guards: [],
  interceptors: [],
  decorators: [],
};

/** The resolved options of a module instance, inside of it. */
export const COPILOT_RUNTIME_OPTIONS = 'COPILOT_RUNTIME:OPTIONS';

/** The name and path of a module instance, inside of it. */
export const COPILOT_RUNTIME_MOUNT = 'COPILOT_RUNTIME:MOUNT';

export interface CopilotRuntimeMount {
  readonly name: string;
  readonly path: string;
}

/** The token of a `CopilotRuntime`; that of the default one is the class itself. */
export function getCopilotRuntimeToken(
  name: string = DEFAULT_RUNTIME_NAME,
): InjectionToken<CopilotRuntime> {
  return name === DEFAULT_RUNTIME_NAME ? CopilotRuntime : `COPILOT_RUNTIME:RUNTIME:${name}`;
}
