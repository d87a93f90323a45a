import type { ServerToolSource } from '@flightdeck/agent';
import type { V1Request } from './v1-request.js';

/**
 * The same tools, for one run alone. A clone of its agent is asked for the name of a thread as well,
 * on a thread of no one's, and must not act on it.
 */
export function toolsOfRun(
  sources: readonly ServerToolSource[],
  { run }: V1Request,
): readonly ServerToolSource[] {
  if (run === null) return sources;
  return sources.map((source): ServerToolSource => async (context) => {
    if (context.threadId !== run.threadId) return [];
    return typeof source === 'function' ? source(context) : [source];
  });
}
