import { isRecord } from '../internal/is-record.js';
import type { RuntimeAgent } from '../runtime/agent.js';

type AgentFetch = (...parameters: unknown[]) => Promise<Response>;

/** Marks a guarded `fetch`, which clones may share. */
const GUARDED = Symbol.for('flightdeck.guardedFetch');

/**
 * Keeps the process alive when the stream of a remote agent is torn.
 *
 * AG-UI's `HttpAgent`, up to 1.0.0 at least, cancels the reader of a stream that has failed and
 * rethrows what comes of it, where nobody can catch it: an unhandled rejection, which ends a Node
 * process. The failure itself reaches the run all the same.
 */
export function guardAgentFetch(agent: RuntimeAgent): void {
  const own: unknown = isRecord(agent) ? agent.fetch : undefined;
  if (typeof own !== 'function' || GUARDED in own) return;
  const fetchAsBefore = own as AgentFetch;
  const guarded: AgentFetch = async (...parameters) =>
    withQuietCancel(await fetchAsBefore.apply(agent, parameters));
  Object.defineProperty(guarded, GUARDED, { value: true });
  Object.defineProperty(agent, 'fetch', { value: guarded, configurable: true, writable: true });
}

/** The same response, whose readers never reject when they are cancelled. */
function withQuietCancel(response: Response): Response {
  const { body } = response;
  if (typeof body?.getReader !== 'function') return response;
  const getReader = body.getReader.bind(body) as (options?: unknown) => CancellableReader;
  Object.defineProperty(body, 'getReader', {
    configurable: true,
    value(options?: unknown) {
      const reader = getReader(options);
      const cancel = reader.cancel.bind(reader);
      Object.defineProperty(reader, 'cancel', {
        configurable: true,
        value: (reason?: unknown) => cancel(reason).catch(() => undefined),
      });
      return reader;
    },
  });
  return response;
}

interface CancellableReader {
  cancel(reason?: unknown): Promise<void>;
}
