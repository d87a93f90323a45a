type Fields = Readonly<Record<string, unknown>>;

/** A request that runs an agent or joins a thread, whichever transport it came by. */
export interface ResumableCall {
  readonly kind: 'run' | 'connect';
  readonly url: string;
  readonly init: RequestInit;
  /** The run that it starts, if it names one. */
  readonly runId: string | null;
  /** The request that joins the same thread: behind the cursor, or from its beginning. */
  connect(cursor: string | null): { readonly url: string; readonly init: RequestInit };
}

const REST = /^([^?#]*\/agent\/[^/?#]+\/)(run|connect)\/?(\?[^#]*)?$/;

/**
 * Recognises `POST .../agent/:agentId/run` and `.../connect`, and the single-route envelopes of
 * both; `null` for every other request. Bodies that are no text are never looked at.
 */
export function resumableCall(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): ResumableCall | null {
  if (init?.method?.toUpperCase() !== 'POST' || typeof init.body !== 'string') return null;
  if (typeof input !== 'string' && !(input instanceof URL)) return null;
  const url = String(input);
  const rest = REST.exec(url);
  // Parsing is spared where neither the path nor the body can name a run.
  if (rest === null && !/"agent\/(run|connect)"/.test(init.body)) return null;
  const body = parseFields(init.body);
  if (body === null) return null;
  return rest === null ? envelopeCall(url, init, body) : restCall(rest, url, init, body);
}

function restCall(
  [, base = '', kind, query = '']: RegExpExecArray,
  url: string,
  init: RequestInit,
  body: Fields,
): ResumableCall {
  const connectUrl = `${base}connect${query}`;
  const connectBody = JSON.stringify(connectInput(body));
  return {
    kind: kind === 'run' ? 'run' : 'connect',
    url,
    init,
    runId: textOf(body.runId),
    connect: (cursor) => ({ url: connectUrl, init: joining(init, connectBody, cursor) }),
  };
}

function envelopeCall(url: string, init: RequestInit, envelope: Fields): ResumableCall | null {
  const { method, body } = envelope;
  if ((method !== 'agent/run' && method !== 'agent/connect') || !isFields(body)) return null;
  const connectBody = JSON.stringify({
    ...envelope,
    method: 'agent/connect',
    body: connectInput(body),
  });
  return {
    kind: method === 'agent/run' ? 'run' : 'connect',
    url,
    init,
    runId: textOf(body.runId),
    connect: (cursor) => ({ url, init: joining(init, connectBody, cursor) }),
  };
}

/** What names the thread, without what the client has said: a connect takes nothing from it. */
function connectInput({ threadId, runId, forwardedProps }: Fields): Fields {
  return { threadId, runId, forwardedProps, state: {}, messages: [], tools: [], context: [] };
}

function joining(init: RequestInit, body: string, cursor: string | null): RequestInit {
  const headers = new Headers(init.headers);
  headers.delete('last-event-id');
  headers.delete('accept-resume');
  if (cursor !== null) {
    headers.set('last-event-id', cursor);
    headers.set('accept-resume', '1');
  }
  return { ...init, headers, body };
}

function parseFields(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
