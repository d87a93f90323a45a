import { CopilotRuntime } from '@flightdeck/core';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

import { COPILOT_RUNTIME_MOUNT, type CopilotRuntimeMount } from '../copilot-runtime.constants.js';
import { installOnExpress } from './express-body.middleware.js';
import { installOnFastify } from './fastify-body.hook.js';
import { BODY_PARSER_FIRST, UNKNOWN_PLATFORM } from './http.messages.js';
import { RuntimeBodyReader } from './runtime-body.reader.js';

/**
 * Puts the runtime's body reader in front of the application's parsers. That has to happen while
 * providers are made: Nest adds its parsers right after that, and before any of its hooks.
 */
@Injectable()
export class RequestBodyInstaller {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(CopilotRuntime) private readonly runtime: CopilotRuntime,
    @Inject(COPILOT_RUNTIME_MOUNT) private readonly mount: CopilotRuntimeMount,
  ) {
    // A testing module gets its adapter only after its providers are made.
    host.init$.subscribe(() => this.#install());
  }

  #install(): void {
    const adapter = this.host.httpAdapter as HttpAdapterHost['httpAdapter'] | null | undefined;
    // An application without HTTP has no bodies.
    if (adapter === null || adapter === undefined) return;
    const { logger, maxBodyBytes } = this.runtime.settings;
    const reader = new RuntimeBodyReader(this.mount.path, maxBodyBytes);
    const type = adapter.getType();
    if (type === 'fastify') installOnFastify(adapter.getInstance(), reader);
    else if (type !== 'express') logger.warn(UNKNOWN_PLATFORM(type));
    else if (installOnExpress(adapter.getInstance(), reader)) logger.warn(BODY_PARSER_FIRST);
  }
}
