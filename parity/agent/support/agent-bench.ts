import {
  McpTestServer,
  modelAnswers,
  ModelFaultServer,
  sayText,
  type McpTestServerOptions,
} from '@flightdeck/testing';
import type { ClientVersion } from '../../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../../support/console-guard.js';
import type { ClientRun } from '../../support/http-client.js';
import { until } from '../../support/until.js';
import { Conversation, type ConversationOptions, type TalkOptions } from './conversation.js';
import { PROVIDERS, type Provider } from './providers.js';

/** The provider whose requests are the easiest to read. */
export const CHAT: Provider = providerNamed('OpenAI chat');
export const RESPONSES: Provider = providerNamed('OpenAI Responses');
export const ANTHROPIC: Provider = providerNamed('Anthropic');

type Options = Omit<ConversationOptions, 'client' | 'provider' | 'origin'> & {
  /** @default CHAT */
  readonly provider?: Provider;
};

/** What one test of conversations with agents needs; it is closed behind the test. */
export class AgentBench {
  readonly guard: ConsoleGuard = guardConsole();
  readonly models: ModelFaultServer;
  readonly #client: ClientVersion;
  readonly #open: { close(): Promise<unknown> }[];

  private constructor(client: ClientVersion, models: ModelFaultServer) {
    this.#client = client;
    this.models = models;
    this.#open = [models];
  }

  static async start(client: ClientVersion): Promise<AgentBench> {
    return new AgentBench(client, await ModelFaultServer.start());
  }

  async converse({ provider = CHAT, config, ...options }: Options = {}): Promise<Conversation> {
    const client = this.#client;
    const { origin } = this.models;
    const full = { maxRetries: 0, ...config };
    return this.#keep(
      await Conversation.start({ client, provider, origin, config: full, ...options }),
    );
  }

  async talkTo(
    agent: TalkOptions['agent'],
    options: Partial<TalkOptions> = {},
  ): Promise<Conversation> {
    return this.#keep(await Conversation.with({ client: this.#client, agent, ...options }));
  }

  async mcpServer(options?: McpTestServerOptions): Promise<McpTestServer> {
    return this.#keep(await McpTestServer.start(options));
  }

  /** The user says one more thing, and is answered as if nothing had been. */
  async expectNextTurn(conversation: Conversation): Promise<void> {
    this.models.script(modelAnswers([sayText('Back again')]));
    const run = await conversation.say('and now?');
    expectSuccess(run);
    expect(conversation.shown().slice(-2)).toEqual(['user: and now?', 'assistant: Back again']);
  }

  /** The user stops the run. */
  async stop({ served: { url } }: Conversation): Promise<void> {
    await until('the run to be stopped', async () => {
      const reply = await fetch(`${url}/agent/default/stop/t1`, { method: 'POST' });
      return ((await reply.json()) as { readonly stopped?: boolean }).stopped === true;
    });
  }

  /** Resolves when the last message of the client looks like that. */
  async untilShown(conversation: Conversation, pattern: RegExp): Promise<void> {
    await until(`${pattern} to be shown`, () => pattern.test(conversation.shown().at(-1) ?? ''));
  }

  /** The body of a request to a model, the last one if no other is named. */
  asked(index = -1): unknown {
    return this.models.requests.at(index)?.body;
  }

  async close(): Promise<void> {
    for (const one of this.#open.toReversed()) await one.close();
    this.guard.release();
  }

  #keep<Kept extends { close(): Promise<unknown> }>(one: Kept): Kept {
    this.#open.push(one);
    return one;
  }
}

/** A run that neither the server nor the client found anything wrong with. */
export function expectSuccess(run: ClientRun): void {
  const { rejection, runErrors, failures, events } = run;
  expect({ rejection, runErrors, failures }).toEqual({
    rejection: undefined,
    runErrors: [],
    failures: [],
  });
  const types = events.map(({ type }) => type);
  expect([types[0], types.at(-1)]).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
}

function providerNamed(wanted: string): Provider {
  const found = PROVIDERS.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`There is no provider ${wanted}`);
  return found;
}
