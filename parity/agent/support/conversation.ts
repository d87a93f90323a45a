import { BuiltInAgent, type BuiltInAgentClassicConfig } from '@flightdeck/agent';
import type { Message, Tool } from '@flightdeck/core';
import type { ClientVersion, HttpAgentInstance, RunParameters } from '../../support/clients.js';
import {
  httpClient,
  runClient,
  type ClientRun,
  type Transport,
} from '../../support/http-client.js';
import { recordingLogger, type LogLine } from '../../support/recording-logger.js';
import {
  serveRuntime,
  type ServedRuntime,
  type ServeOptions,
} from '../../support/serve-runtime.js';
import type { Provider } from './providers.js';

export interface ConversationOptions {
  readonly client: ClientVersion;
  readonly provider: Provider;
  /** Of the server that speaks for the provider. */
  readonly origin: string;
  readonly config?: Partial<BuiltInAgentClassicConfig>;
  /** @default 'rest' */
  readonly transport?: Transport;
  /** @default BuiltInAgent */
  readonly Agent?: new (config: BuiltInAgentClassicConfig) => BuiltInAgent;
  /** Tools of the browser. */
  readonly tools?: readonly Tool[];
  /** Of the browser. */
  readonly headers?: Record<string, string>;
  /** Of the runtime. */
  readonly runtime?: ServeOptions;
}

/** A conversation with an agent that the test has made. */
export type TalkOptions = Pick<
  ConversationOptions,
  'client' | 'tools' | 'transport' | 'headers' | 'runtime'
> & { readonly agent: BuiltInAgent; readonly log?: readonly LogLine[] };

/** A key that must not leave the server. */
export const KEY = 'sk-matrix-0123456789';

/** AG-UI writes every failed run of an agent on the server to the console itself. */
export const REPORTED = /^error: Agent execution failed: AgentRunError/;

/** A client that talks to a built-in agent behind a real runtime. */
export class Conversation {
  readonly agent: HttpAgentInstance;
  readonly served: ServedRuntime;
  /** What the built-in agent has logged at `warn` and `error`. */
  readonly log: readonly LogLine[];
  readonly #tools: readonly Tool[];
  #count = 0;

  private constructor(
    parts: Pick<Conversation, 'agent' | 'served' | 'log'>,
    tools: readonly Tool[],
  ) {
    this.agent = parts.agent;
    this.served = parts.served;
    this.log = parts.log;
    this.#tools = tools;
  }

  static start(options: ConversationOptions): Promise<Conversation> {
    const { provider, origin, config, Agent = BuiltInAgent } = options;
    const { logger, lines: log } = recordingLogger();
    const agent = new Agent({
      model: provider.model,
      baseURL: `${origin}${provider.path}`,
      apiKey: KEY,
      stateTools: false,
      logger,
      ...(provider.api === undefined ? {} : { api: provider.api }),
      ...config,
    });
    return Conversation.with({ ...options, agent, log });
  }

  static async with(options: TalkOptions): Promise<Conversation> {
    const { client, agent: served, log = [], transport = 'rest', tools = [], headers } = options;
    const runtime = await serveRuntime({ ...options.runtime, agents: { default: served } });
    const agent = httpClient(client, {
      url: runtime.url,
      transport,
      threadId: 't1',
      ...(headers === undefined ? {} : { headers }),
    });
    return new Conversation({ agent, served: runtime, log }, tools);
  }

  /** The user says something and waits for the end of the run. */
  say(content: string): Promise<ClientRun> {
    this.#count += 1;
    this.agent.addMessage({ id: `u${this.#count}`, role: 'user', content });
    return this.run();
  }

  /** The browser answers a call. */
  answerCall(toolCallId: string, content: string): Promise<ClientRun> {
    this.agent.addMessage({ id: `t-${toolCallId}`, role: 'tool', toolCallId, content });
    return this.run();
  }

  run(parameters: RunParameters = {}): Promise<ClientRun> {
    return runClient(this.agent, { tools: this.#tools, ...parameters });
  }

  /** The transcript of the client, a line per message. */
  shown(): readonly string[] {
    return this.agent.messages.map(lineOf);
  }

  close(): Promise<void> {
    return this.served.close();
  }
}

function lineOf({ role, content, toolCalls, toolCallId }: Message): string {
  const calls = (toolCalls ?? []).map(({ id, function: call }) => {
    return ` [${id} ${call.name}(${call.arguments})]`;
  });
  const text = typeof content === 'string' ? content : (JSON.stringify(content) ?? '');
  return `${role}${toolCallId === undefined ? '' : ` ${toolCallId}`}: ${text}${calls.join('')}`;
}
