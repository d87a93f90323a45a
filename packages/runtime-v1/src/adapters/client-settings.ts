import type { ModelSourceSettings } from '@flightdeck/agent';
import { clientFetch, type FindKey } from './client-fetch.js';
import { getSdkClientOptions, type SdkClientLike } from './sdk-client.js';

/** Providers' packages insist on a key; where a client gets in without, this one is given and never sent. */
const UNSENT_KEY = 'unsent';

/**
 * Address, key, headers, query and `fetch` of a client, for a model that asks in its place. Nothing
 * without a client: then the environment says it. v1.md 6.3.
 *
 * @param path of the provider's interface below the address of its clients, such as `/v1`
 */
export function clientSettings(client: SdkClientLike | undefined, path = ''): ModelSourceSettings {
  if (client === undefined) return {};
  const options = getSdkClientOptions(client);
  const access = accessOf(client, options.apiKey);
  const sent: Record<string, string> = { ...accountHeaders(client), ...access.headers };
  const removed = [...access.removed];
  for (const [name, value] of entriesOf(options.defaultHeaders)) {
    if (value === null) removed.push(name);
    else if (value !== undefined) sent[name.toLowerCase()] = textOf(value);
  }
  return {
    apiKey: access.apiKey,
    baseURL: `${client.baseURL.replace(/\/+$/, '')}${path}`,
    headers: sent,
    fetch: clientFetch({
      fetch: options.fetch,
      fetchOptions: options.fetchOptions,
      removed: removed.filter((name) => !Object.hasOwn(sent, name)),
      query: entriesOf(options.defaultQuery)
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => [name, textOf(value)]),
      findKey: access.findKey,
    }),
  };
}

/** Whether a client is one for deployments at Azure, which have addresses of their own. */
export function isAzureClient(client: SdkClientLike): boolean {
  return 'deploymentName' in client && 'apiVersion' in client;
}

interface Access {
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers of the provider's package that the client does not send. */
  readonly removed: readonly string[];
  readonly findKey?: FindKey;
}

function accessOf(client: SdkClientLike, configuredKey: unknown): Access {
  if (typeof configuredKey === 'function') {
    // Clients call it without arguments and send what it finds as a bearer token.
    return { apiKey: UNSENT_KEY, removed: [], findKey: configuredKey as FindKey };
  }
  const { apiKey } = client;
  if (typeof apiKey === 'string' && apiKey !== '') {
    return isAzureClient(client)
      ? { apiKey: UNSENT_KEY, headers: { 'api-key': apiKey }, removed: ['authorization'] }
      : { apiKey, removed: [] };
  }
  const token: unknown = Reflect.get(client, 'authToken');
  if (typeof token !== 'string' || token === '') return { removed: [] };
  return {
    apiKey: UNSENT_KEY,
    headers: { authorization: `Bearer ${token}` },
    removed: ['x-api-key'],
  };
}

function accountHeaders(client: SdkClientLike): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of ['organization', 'project']) {
    const value: unknown = Reflect.get(client, name);
    if (typeof value === 'string' && value !== '') headers[`openai-${name}`] = value;
  }
  return headers;
}

/** Of an object, a list of pairs, or `Headers`. */
function entriesOf(values: unknown): (readonly [string, unknown])[] {
  if (values instanceof Headers) return [...values];
  if (Array.isArray(values)) {
    const pairs: readonly unknown[] = values;
    return pairs.flatMap((pair) => (Array.isArray(pair) ? [[String(pair[0]), pair[1]]] : []));
  }
  return typeof values === 'object' && values !== null ? Object.entries(values) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
