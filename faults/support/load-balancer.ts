import type { Cluster } from './cluster.js';

/**
 * A `fetch` to whichever server is there: in turn, passing over those that are gone or refuse new work,
 * as a load balancer does in front of a deployment.
 */
export function balancedFetch(cluster: Cluster): typeof globalThis.fetch {
  let turn = 0;
  return async (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    let refusal: Response | null = null;
    for (const _server of cluster.servers) {
      turn += 1;
      const server = cluster.server(turn % cluster.servers.length);
      if (server.hasExited) continue;
      try {
        const response = await fetch(`${server.baseUrl}${pathname}${search}`, init);
        if (response.status !== 503) return response;
        await response.body?.cancel();
        refusal = response;
      } catch (error) {
        if (init?.signal?.aborted === true) throw error;
      }
    }
    if (refusal !== null) return new Response('busy', { status: 503 });
    throw new TypeError('No server is there');
  };
}
