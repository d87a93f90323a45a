import { ConfigError, CopilotRuntime } from '@flightdeck/core';
import type { DynamicModule, FactoryProvider, Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';

import { AgentExplorer } from './agents/agent.explorer.js';
import { AgentRegistry } from './agents/agent.registry.js';
import { CopilotRuntimeBridge } from './copilot-runtime.bridge.js';
import {
  COPILOT_RUNTIME_MOUNT,
  COPILOT_RUNTIME_OPTIONS,
  DEFAULT_EXTRAS,
  DEFAULT_RUNTIME_NAME,
  getCopilotRuntimeToken,
  type CopilotRuntimeMount,
} from './copilot-runtime.constants.js';
import { createCopilotRuntimeController } from './copilot-runtime.controller.js';
import { CopilotRuntimeService, getCopilotRuntimeServiceToken } from './copilot-runtime.service.js';
import { RealtimeInstaller } from './http/realtime.installer.js';
import { RequestBodyInstaller } from './http/request-body.installer.js';
import type {
  CopilotRuntimeModuleExtras,
  CopilotRuntimeModuleOptions,
} from './interfaces/copilot-runtime-options.interface.js';
import { nestLogger } from './nest.logger.js';
import { StoreOpener } from './store.opener.js';

/** Adds to the definition made of the options whatever does not depend on their values. */
export function defineCopilotRuntimeModule(
  definition: DynamicModule,
  given: CopilotRuntimeModuleExtras,
): DynamicModule {
  const extras = withDefaults(given);
  const mount: CopilotRuntimeMount = { name: extras.name, path: extras.path };
  const named = namedProviders(mount.name);
  return {
    ...definition,
    global: extras.isGlobal,
    imports: [DiscoveryModule, ...(definition.imports ?? []), ...extras.imports],
    controllers: [createCopilotRuntimeController(extras)],
    providers: [
      ...(definition.providers ?? []),
      { provide: COPILOT_RUNTIME_MOUNT, useValue: mount },
      RUNTIME_PROVIDER,
      AgentExplorer,
      AgentRegistry,
      CopilotRuntimeBridge,
      CopilotRuntimeService,
      RealtimeInstaller,
      RequestBodyInstaller,
      StoreOpener,
      ...named,
    ],
    exports: [getCopilotRuntimeToken(mount.name), getCopilotRuntimeServiceToken(mount.name)],
  };
}

/** Nest lets an `undefined` of the caller replace a default. */
function withDefaults(given: CopilotRuntimeModuleExtras): CopilotRuntimeModuleExtras {
  const defined = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_EXTRAS, ...Object.fromEntries(defined) };
}

/** Inside the module the classes are the tokens; outside they are so for the default runtime alone. */
function namedProviders(name: string): Provider[] {
  if (name === DEFAULT_RUNTIME_NAME) return [];
  return [
    { provide: getCopilotRuntimeToken(name), useExisting: CopilotRuntime },
    { provide: getCopilotRuntimeServiceToken(name), useExisting: CopilotRuntimeService },
  ];
}

const RUNTIME_PROVIDER: FactoryProvider<CopilotRuntime> = {
  provide: CopilotRuntime,
  inject: [COPILOT_RUNTIME_OPTIONS, AgentRegistry],
  useFactory: (options: CopilotRuntimeModuleOptions, registry: AgentRegistry) =>
    createRuntime(options, registry),
};

function createRuntime(
  options: CopilotRuntimeModuleOptions,
  registry: AgentRegistry,
): CopilotRuntime {
  if (options.runtime !== undefined) {
    if ('agents' in options && options.agents !== undefined) {
      throw new ConfigError('Pass either runtime or agents, not both');
    }
    return options.runtime;
  }
  const { realtime, ...rest } = options;
  return new CopilotRuntime({
    logger: nestLogger('CopilotRuntime'),
    ...rest,
    ...(typeof realtime === 'object' ? { realtime } : {}),
    agents: registry.agentsFor,
  });
}
