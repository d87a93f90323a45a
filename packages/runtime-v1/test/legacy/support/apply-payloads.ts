import type { Increment, Payload } from './read-multipart.js';

export interface LegacyStatus {
  readonly __typename: string;
  readonly code: string;
  readonly reason?: string;
  readonly details?: Record<string, unknown>;
}

export interface LegacyOutput {
  readonly __typename: string;
  readonly id: string;
  readonly status: LegacyStatus;
  readonly [field: string]: unknown;
}

export interface LegacyResponse {
  readonly threadId: string;
  readonly status: LegacyStatus;
  readonly messages: LegacyOutput[];
  readonly metaEvents: Readonly<Record<string, unknown>>[];
  /** Of increments; not part of the response, but what some versions show. */
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

type Container = Record<string | number, unknown>;

/**
 * The answer that a client ends up with. Increments that come in an order in which a client could not
 * apply them, or that leave something unfinished, are errors.
 */
export function applyPayloads(payloads: readonly Payload[]): LegacyResponse {
  const data = structuredClone(payloads[0]?.data) as Container;
  for (const increment of payloads.flatMap(({ incremental = [] }) => incremental)) {
    if (ended(data)) throw new Error('An increment after the end');
    apply(data, increment);
  }
  const response = data.generateCopilotResponse as LegacyResponse;
  checkResponse(response);
  const increments = payloads.flatMap(({ incremental = [] }) => incremental);
  return { ...response, errors: increments.flatMap(({ errors = [] }) => errors) };
}

function ended(data: Container): boolean {
  return (data.generateCopilotResponse as Partial<LegacyResponse>).status !== undefined;
}

function apply(data: Container, { path, items, data: fields }: Increment): void {
  if ((items === undefined) === (fields === undefined)) throw new Error('items or data');
  if (fields !== undefined) return merge(at(data, path), fields, path);
  const list = at(data, path.slice(0, -1));
  if (!Array.isArray(list)) throw new Error(`No list at ${path.join('.')}`);
  if (list.length !== path.at(-1)) throw new Error(`Out of order: ${path.join('.')}`);
  list.push(...(items ?? []));
}

function at(data: Container, path: readonly (string | number)[]): Container {
  let place: unknown = data;
  for (const step of path) place = (place as Container)[step];
  if (typeof place !== 'object' || place === null) throw new Error(`Nothing at ${path.join('.')}`);
  return place as Container;
}

function merge(
  target: Container,
  fields: Readonly<Record<string, unknown>>,
  path: readonly (string | number)[],
): void {
  if (target.__typename !== fields.__typename) throw new Error(`Type at ${path.join('.')}`);
  if (target.status !== undefined) throw new Error(`A second status at ${path.join('.')}`);
  Object.assign(target, fields);
}

function checkResponse({ messages, metaEvents, status }: LegacyResponse): void {
  for (const entry of [...messages, ...metaEvents]) {
    if (typeof entry.__typename !== 'string') throw new Error('No __typename');
  }
  for (const { id, status: own } of messages) {
    if (typeof id !== 'string' || id === '') throw new Error('A message without an id');
    if (own === undefined) throw new Error(`${id} has no status`);
  }
  if (status === undefined) throw new Error('The response has no status');
}
