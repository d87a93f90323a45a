import { Module, type DynamicModule } from '@nestjs/common';

import { ConfigurableModuleClass } from './copilot-runtime.module-definition.js';
import type {
  CopilotRuntimeAsyncOptions,
  CopilotRuntimeRootOptions,
} from './interfaces/copilot-runtime-options.interface.js';

/**
 * Serves a Copilot runtime from the application's own HTTP server, through controllers of Nest:
 * guards, interceptors, prefixes and versions apply to it as to any other controller.
 */
@Module({})
export class CopilotRuntimeModule extends ConfigurableModuleClass {
  static override forRoot(options: CopilotRuntimeRootOptions = {}): DynamicModule {
    return super.forRoot(options);
  }

  /** `path`, `name` and the rest of the extras are given here and not by the factory. */
  static override forRootAsync(options: CopilotRuntimeAsyncOptions): DynamicModule {
    return super.forRootAsync(options);
  }
}
