import type { Reply } from '@flightdeck/core';

/** May be on one response several times, or list what several parties have to say. */
const ADDED_UP = new Set(['set-cookie', 'vary']);

const WHO_MAY_COME = ['access-control-allow-origin', 'access-control-allow-credentials'];

/**
 * The reply with the headers that the application's own middlewares have set. Where both have set
 * one, the application's CORS policy counts, and otherwise the reply.
 */
export function besideHostHeaders(reply: Reply, host: Headers): Reply {
  // Neither was our permission to send cookies meant for an origin that the host allows, nor that of
  // the host for one of ours.
  const hostDecides = WHO_MAY_COME.some((name) => host.has(name));
  const kept = reply.headers.filter(([name]) => {
    if (hostDecides && WHO_MAY_COME.includes(name)) return false;
    return !(name.startsWith('access-control-') && host.has(name));
  });
  const names = new Set(kept.map(([name]) => name));
  const added = [...host].filter(([name]) => ADDED_UP.has(name) || !names.has(name));
  return { ...reply, headers: [...added, ...kept] };
}
