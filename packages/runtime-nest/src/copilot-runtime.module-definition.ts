import { ConfigurableModuleBuilder } from '@nestjs/common';

import { COPILOT_RUNTIME_OPTIONS, DEFAULT_EXTRAS } from './copilot-runtime.constants.js';
import { defineCopilotRuntimeModule } from './copilot-runtime.providers.js';
import type { CopilotRuntimeModuleOptions } from './interfaces/copilot-runtime-options.interface.js';

export const { ConfigurableModuleClass } =
  new ConfigurableModuleBuilder<CopilotRuntimeModuleOptions>({
    optionsInjectionToken: COPILOT_RUNTIME_OPTIONS,
  })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createCopilotRuntimeOptions')
    .setExtras(DEFAULT_EXTRAS, defineCopilotRuntimeModule)
    .build();
