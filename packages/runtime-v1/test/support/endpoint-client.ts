import { collectRun, runBodySaying, textOf, type RunBody } from '@flightdeck/testing';
import {
  copilotRuntimeNextJSAppRouterEndpoint,
  type CreateCopilotRuntimeServerOptions,
} from '../../src/index.js';

const BASE = 'http://test.local/copilotkit';

/** Talks to an endpoint of the App Router, without a server. */
export class EndpointClient {
  readonly #answer: (request: Request) => Promise<Response>;

  constructor(
    options: CreateCopilotRuntimeServerOptions | ((request: Request) => Promise<Response>),
  ) {
    this.#answer =
      typeof options === 'function'
        ? options
        : copilotRuntimeNextJSAppRouterEndpoint({ endpoint: '/copilotkit', ...options })
            .handleRequest;
  }

  /** What the agent of a run says. */
  async say(
    agentId = 'default',
    fields: Partial<RunBody> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const body = { ...runBodySaying('hello'), ...fields };
    const response = await this.post(`/agent/${agentId}/run`, body, headers);
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return textOf((await collectRun(response)).events);
  }

  /** The agents that `/info` lists, with their class names. */
  async agents(): Promise<Readonly<Record<string, string>>> {
    const response = await this.#answer(new Request(`${BASE}/info`));
    const { agents } = (await response.json()) as {
      readonly agents: Readonly<Record<string, { readonly className: string }>>;
    };
    return Object.fromEntries(Object.entries(agents).map(([id, info]) => [id, info.className]));
  }

  post(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return this.#answer(
      new Request(`${BASE}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    );
  }
}
