import { isRecord } from './is-record.js';
import { ProviderFailure } from './provider-failure.js';

/** A reply that is no success, as far as its facts are concerned. */
export interface Refusal {
  readonly status: number;
  /** The `Retry-After` of the reply. */
  readonly retryAfter?: string | null;
  /** The parsed JSON of the reply, if it was JSON. */
  readonly body?: unknown;
}

/** Statuses by which a provider speaks of the audio. What others say may quote keys or accounts. */
const ABOUT_THE_AUDIO = new Set([400, 413, 415, 422]);

/** The failure that a refusing reply stands for; of its body only short codes and plain text are kept. */
export function refusalFailure(provider: string, refusal: Refusal): ProviderFailure {
  const { status } = refusal;
  const details = detailsOf(refusal.body);
  const code = tokenOf(details.code) ?? tokenOf(details.type);
  const words = ABOUT_THE_AUDIO.has(status) ? plainText(details.message) : '';
  const seconds = /^\s*(\d{1,6})\s*$/.exec(refusal.retryAfter ?? '')?.[1];
  return new ProviderFailure(`${provider} answered ${status}${words === '' ? '' : `: ${words}`}`, {
    status,
    ...(code === undefined ? {} : { code }),
    ...(seconds === undefined ? {} : { retryAfterSeconds: Number(seconds) }),
  });
}

/** Providers wrap the facts in `error`, which may be a text; clients unwrap it. */
function detailsOf(body: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(body)) return {};
  const { error } = body;
  if (typeof error === 'string') return { ...body, message: error };
  return isRecord(error) ? error : body;
}

function tokenOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : undefined;
}

/** One line without markup, addresses' queries and anything that looks like a key. */
function plainText(value: unknown): string {
  if (typeof value !== 'string' || value.includes('<')) return '';
  const line = value.slice(0, 300).replaceAll(/\s+/g, ' ').trim();
  return line
    .replaceAll(/\?\S*/g, (query) => (query.includes('=') ? '?…' : query))
    .replaceAll(/\b(?:sk|key|Bearer)[-_ ][\w*.-]{6,}/gi, '…');
}
