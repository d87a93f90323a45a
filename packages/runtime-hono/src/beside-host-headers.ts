import type { Reply } from '@flightdeck/core';

/** May be on one response several times, or list what several parties have to say. */
const ADDED_UP = new Set(['set-cookie', 'vary']);

/**
 * The reply with the headers that the application's own middlewares have set. Where both have set
 * one, the application's CORS policy counts, and otherwise the reply.
 */
export function besideHostHeaders(reply: Reply, host: Headers): Reply {
  const hostDecides = host.has('access-control-allow-origin');
  const kept = reply.headers.filter(([name]) => {
    // Our permission to send cookies was not meant for the origin that the host allows.
    if (hostDecides && name === 'access-control-allow-credentials') return false;
    return !(name.startsWith('access-control-') && host.has(name));
  });
  const names = new Set(kept.map(([name]) => name));
  const added = [...host].filter(([name]) => ADDED_UP.has(name) || !names.has(name));
  return { ...reply, headers: [...added, ...kept] };
}
