import type { FastifyPluginAsync } from 'fastify';

import type { CopilotFastifyOptions } from './copilot-fastify-options.js';
import { FastifyBridge } from './fastify-bridge.js';
import { leaveBodies } from './leave-bodies.js';
import { mountedRoutes } from './mounted-routes.js';

const NAME = '@flightdeck/runtime-fastify';

const plugin: FastifyPluginAsync<CopilotFastifyOptions> = async (instance, options) => {
  const bridge = new FastifyBridge(options);
  leaveBodies(instance, options.runtime.settings);
  for (const { path, urls, verbs } of mountedRoutes(instance, options)) {
    for (const url of urls) {
      instance.route({
        url,
        method: verbs,
        handler: (request, reply) => bridge.serve(request, reply, path),
      });
    }
  }
  // Before Fastify waits for connections, which open streams would keep.
  instance.addHook('preClose', () => bridge.close());
};

/**
 * Serves a runtime: `app.register(copilotFastify, { runtime, basePath: '/api/copilotkit' })`. What
 * is no route of the runtime stays with the application, and so do its body parsers. When the
 * application closes, the runtime is shut down and open streams end.
 *
 * @throws ConfigError when the application gets ready, for an unusable base path, mode, or CORS
 *   configuration
 */
export const copilotFastify: FastifyPluginAsync<CopilotFastifyOptions> = Object.assign(plugin, {
  // How Fastify learns what a plugin is called and which majors it is made for.
  [Symbol.for('fastify.display-name')]: NAME,
  [Symbol.for('plugin-meta')]: { name: NAME, fastify: '5.x' },
});
