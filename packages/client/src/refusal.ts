/** Statuses that say nothing about the request itself. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429]);

/** Whether the same request may be answered otherwise a little later. */
export function isTransient({ status }: Response): boolean {
  return status >= 500 || TRANSIENT.has(status);
}

/** Whether something on the way to the server, or the server's own end, kept the request from being looked at. */
export function isUnavailable({ status }: Response): boolean {
  return status === 502 || status === 503 || status === 504;
}

export function isEventStream({ ok, headers }: Response): boolean {
  return ok && (headers.get('content-type') ?? '').toLowerCase().startsWith('text/event-stream');
}

/** How long the server asks to wait, in milliseconds; 0 if it does not. */
export function retryAfterMs({ headers }: Response, now: number): number {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (text === '') return 0;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

/**
 * The id of the run that a server has got already, if it refused the same request for that. It may be
 * another one than was sent: a server may tell apart what a client calls one run.
 *
 * @param runId the id that was sent
 */
export async function duplicateOf(response: Response, runId: string): Promise<string | null> {
  if (response.status !== 409) return null;
  try {
    const body = (await response.clone().json()) as Readonly<Record<string, unknown>> | null;
    if (body?.['code'] !== 'duplicate_run') return null;
    return typeof body['runId'] === 'string' ? body['runId'] : runId;
  } catch {
    return null;
  }
}
