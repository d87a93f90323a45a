import { applyPayloads, type LegacyResponse } from './apply-payloads.js';
import { URL } from './legacy-server.js';
import { readMultipart } from './read-multipart.js';

export type Fetch = (request: Request) => Promise<Response>;

/** A client before 1.50, at the level of its requests. */
export class LegacyClient {
  readonly #fetch: Fetch;
  readonly #url: string;

  constructor(fetch: Fetch, url = URL) {
    this.#fetch = fetch;
    this.#url = url;
  }

  async post(body: unknown, init: RequestInit = {}): Promise<Response> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.#fetch(
      new Request(this.#url, {
        method: 'POST',
        body: text,
        ...init,
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json, multipart/mixed',
          ...(init.headers as Record<string, string> | undefined),
        },
      }),
    );
  }

  /** Asks for a turn, and waits for its end. */
  async generate(
    data: Readonly<Record<string, unknown>>,
    options: {
      readonly properties?: unknown;
      readonly query?: string;
      readonly init?: RequestInit;
    } = {},
  ): Promise<LegacyResponse> {
    const { properties, query = GENERATE, init } = options;
    const variables = { data, ...(properties === undefined ? {} : { properties }) };
    const body = { operationName: 'generateCopilotResponse', query, variables };
    const response = await this.post(body, init);
    const type = response.headers.get('content-type');
    const text = await response.text();
    if (type !== 'multipart/mixed; boundary="-"') throw new Error(`${type}: ${text}`);
    return applyPayloads(readMultipart(text));
  }

  /** Asks for something that is answered at once. */
  async ask<T>(query: string, variables: unknown = {}, init: RequestInit = {}): Promise<T> {
    const response = await this.post({ query, variables }, init);
    return (await response.json()) as T;
  }
}

/** The shortest document that any of the clients could send. */
export const GENERATE = `mutation generateCopilotResponse($data: GenerateCopilotResponseInput!, $properties: JSONObject) {
  generateCopilotResponse(data: $data, properties: $properties) { threadId messages @stream { id } }
}`;

export function userText(content: string, id: string): Readonly<Record<string, unknown>> {
  return legacyText({ id, role: 'user', content });
}

export function legacyText({
  id,
  ...textMessage
}: {
  readonly id: string;
  readonly role: string;
  readonly content: string;
}): Readonly<Record<string, unknown>> {
  return { id, createdAt: '2025-01-01T00:00:00.000Z', textMessage };
}

/** What a client sends back of what it was answered. */
export function asHistory({ messages }: LegacyResponse): Readonly<Record<string, unknown>>[] {
  return messages.flatMap((message) => {
    const { __typename, id, createdAt } = message;
    const body = BODIES[__typename]?.(message);
    return body === undefined ? [] : [{ id, createdAt, ...body }];
  });
}

type Output = LegacyResponse['messages'][number];

const BODIES: Readonly<Record<string, (message: Output) => object>> = {
  TextMessageOutput: ({ content, role }) => ({
    textMessage: { content: (content as string[]).join(''), role },
  }),
  ActionExecutionMessageOutput: ({ name, arguments: args, parentMessageId }) => ({
    actionExecutionMessage: {
      name,
      arguments: (args as string[]).join(''),
      parentMessageId,
    },
  }),
  ResultMessageOutput: ({ actionExecutionId, actionName, result }) => ({
    resultMessage: { actionExecutionId, actionName, result },
  }),
};
