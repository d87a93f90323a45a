import { ConfigError } from '@flightdeck/core';
import { isRecord } from '../../internal/is-record.js';
import type { V1Request } from '../../run/v1-request.js';
import { parseHttpUrl, shownUrl, urlBelow } from '../http-url.js';
import type { CopilotKitEndpoint } from '../remote-endpoint.js';
import { sharedConnections } from '../shared-connections.js';
import { stableJson } from '../stable-json.js';
import type { ToolSeams } from '../tool-seams.js';
import { orAbort } from './or-abort.js';
import { callRemote, callRemoteJson } from './remote-call.js';
import { RemoteError } from './remote-error.js';
import { sendableHeaders } from './sendable-headers.js';
import { parseRemoteInfo, type RemoteInfo } from './remote-info.js';
import { withRetries } from './with-retries.js';
import { withinDeadline } from './within-deadline.js';

const MAX_INFO_BYTES = 1_000_000;
const MAX_RESULT_BYTES = 4_000_000;
/** Asking what a server offers does no harm, however often. v1.md 8. */
const REPEATED_STATUSES: readonly unknown[] = [408, 429, 502, 503, 504];

/** Speaks the remote protocol of v1 with one server. v1.md 8. */
export class RemoteEndpointClient {
  /** Origin and path, for messages. */
  readonly shown: string;
  readonly #url: URL;
  readonly #endpoint: CopilotKitEndpoint;
  readonly #seams: ToolSeams;

  /** @throws ConfigError without an address of HTTP */
  constructor(endpoint: CopilotKitEndpoint, seams: ToolSeams = {}) {
    const url = parseHttpUrl(endpoint.url);
    if (url === null)
      throw new ConfigError('The url of a copilotKitEndpoint must be an http or https URL');
    const { onBeforeRequest }: { readonly onBeforeRequest?: unknown } = endpoint;
    if (onBeforeRequest !== undefined && typeof onBeforeRequest !== 'function')
      throw new ConfigError('The onBeforeRequest of a copilotKitEndpoint must be a function');
    this.#url = url;
    this.shown = shownUrl(url);
    this.#endpoint = endpoint;
    this.#seams = seams;
  }

  /**
   * What the server offers for a request. Kept for ten seconds, and so is a failure. Gives up after ten
   * seconds.
   *
   * @throws RemoteError; what `onBeforeRequest` throws; the reason of the signal
   */
  async info(request: V1Request, signal?: AbortSignal): Promise<RemoteInfo> {
    const headers = await this.#headersOf(request);
    const body = { properties: request.properties, frontendUrl: request.url };
    const key = stableJson([this.#url.href, headers, body]);
    const { remoteInfo } = this.#seams.connections ?? sharedConnections();
    return orAbort(
      remoteInfo.get(key, () => this.#askInfo(headers, body)),
      signal,
    );
  }

  /**
   * Runs an action, once: another attempt is made only where nobody has listened, as any other failure
   * may come after the action has begun.
   *
   * @throws RemoteError; what `onBeforeRequest` throws; the reason of the signal
   */
  async execute(
    request: V1Request,
    action: { readonly name: string; readonly arguments: unknown },
    signal: AbortSignal,
  ): Promise<unknown> {
    const call = {
      url: urlBelow(this.#url, 'actions/execute'),
      headers: await this.#headersOf(request),
      body: { ...action, properties: request.properties },
      signal,
      fetch: this.#seams.fetch,
    };
    const answer = await withRetries(() => callRemoteJson(call, MAX_RESULT_BYTES), {
      mayRepeat: (error) => error instanceof RemoteError && error.code === 'refused',
      signal,
      pause: this.#seams.pause,
    });
    if (isRecord(answer) && 'result' in answer) return answer['result'];
    throw new RemoteError('protocol', `${shownUrl(call.url)} has answered without a result`);
  }

  /** Asks another route of the protocol, once; the body of the answer has not been read. Rejects as `execute` does. */
  async open(
    request: V1Request,
    route: { readonly path: string; readonly body: Readonly<Record<string, unknown>> },
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    return callRemote({
      url: urlBelow(this.#url, route.path),
      headers: await this.#headersOf(request),
      body: { ...route.body, properties: request.properties },
      signal,
      fetch: this.#seams.fetch,
    });
  }

  #askInfo(headers: Readonly<Record<string, string>>, body: unknown): Promise<RemoteInfo> {
    const { fetch, pause, infoTimeoutMs } = this.#seams;
    const url = urlBelow(this.#url, 'info');
    const ask = async (signal: AbortSignal): Promise<RemoteInfo> => {
      const attempt = (): Promise<unknown> =>
        callRemoteJson({ url, headers, body, signal, fetch }, MAX_INFO_BYTES);
      return parseRemoteInfo(await withRetries(attempt, { mayRepeat: isTransient, signal, pause }));
    };
    return withinDeadline(shownUrl(url), ask, infoTimeoutMs);
  }

  async #headersOf(request: V1Request): Promise<Readonly<Record<string, string>>> {
    const { properties } = request;
    const ctx = { properties, request: request.request };
    const given = await this.#endpoint.onBeforeRequest?.({ ctx });
    return sendableHeaders(given?.headers, this.shown);
  }
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof RemoteError)) return false;
  if (error.code === 'status') return REPEATED_STATUSES.includes(error.status);
  return error.code === 'refused' || error.code === 'unreachable';
}
