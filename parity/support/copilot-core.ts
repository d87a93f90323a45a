import {
  CopilotKitCore,
  type CopilotKitCoreConfig,
  type CopilotRuntimeTransport,
} from '@copilotkit/core';
import { until } from './until.js';

/** CopilotKit's client does nothing where there is no window. */
export function installWindow(): () => void {
  const host = globalThis as { window?: unknown };
  const before = host.window;
  host.window = { location: new URL('http://localhost/'), addEventListener: () => undefined };
  return () => {
    if (before === undefined) delete host.window;
    else host.window = before;
  };
}

export interface CoreError {
  readonly code: string;
  readonly message: string;
}

type CoreAgent = NonNullable<ReturnType<CopilotKitCore['getAgent']>>;

/** CopilotKit's client with an ear on everything that it reports. */
export interface RecordedCore {
  readonly core: CopilotKitCore;
  /** Every error that the client has shown to its application. */
  readonly errors: CoreError[];
  /** Statuses of the connection, and what ran, in order. */
  readonly log: string[];
  /** Resolves when `/info` has been taken in. */
  connected(): Promise<void>;
  agent(id?: string): CoreAgent;
  /** Fails if the client has reported other errors than these; starts afresh. */
  expectErrors(...codes: readonly string[]): void;
}

export interface CoreOptions extends Omit<CopilotKitCoreConfig, 'runtimeTransport'> {
  readonly runtimeUrl: string;
  /** @default 'auto' */
  readonly transport?: CopilotRuntimeTransport;
}

export function recordedCore({ transport = 'auto', ...config }: CoreOptions): RecordedCore {
  const core = new CopilotKitCore({ runtimeTransport: transport, ...config });
  const errors: CoreError[] = [];
  const log: string[] = [];
  core.subscribe({
    onError: ({ code, error }) => void errors.push({ code, message: error.message }),
    onRuntimeConnectionStatusChanged: ({ status }) => void log.push(`status ${status}`),
    onToolExecutionStart: ({ toolName }) => void log.push(`tool ${toolName} starts`),
    onToolExecutionEnd: ({ toolName, error }) =>
      void log.push(`tool ${toolName} ${error === undefined ? 'ends' : `fails: ${error}`}`),
  });
  return {
    core,
    errors,
    log,
    async connected() {
      await until('the connection', () => core.runtimeConnectionStatus === 'connected');
    },
    agent(id = 'default') {
      const agent = core.getAgent(id);
      if (agent === undefined) throw new Error(`The client does not know agent '${id}'`);
      return agent;
    },
    expectErrors(...codes) {
      const reported = errors.splice(0);
      expect(reported.map(({ code }) => code)).toEqual(codes);
    },
  };
}

/** A connected client whose agent is on a thread. */
export async function coreOn(
  options: CoreOptions & { readonly threadId: string },
): Promise<RecordedCore> {
  const { threadId, ...coreOptions } = options;
  const recorded = recordedCore(coreOptions);
  await recorded.connected();
  recorded.agent().threadId = threadId;
  return recorded;
}

/** Sends what a user has typed, as the chat does. */
export async function send(
  recorded: RecordedCore,
  message: { readonly id: string; readonly content: string },
): Promise<unknown> {
  const agent = recorded.agent();
  agent.addMessage({ role: 'user', ...message });
  const { result } = await recorded.core.runAgent({ agent });
  return result;
}

/** The schema of a tool's parameters in the form of Standard Schema, taking anything. */
export function anyParameters(jsonSchema: Record<string, unknown>): never {
  return {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value: unknown) => ({ value }),
      jsonSchema: { input: () => jsonSchema },
    },
  } as never;
}
