import type { BaseEvent } from '@flightdeck/core';
import { runBody, runBodySaying } from '../http/run-input.js';
import { jsonOf, type CallOptions, type RuntimeClient } from '../http/runtime-client.js';
import { collectRun, type CollectedRun } from '../sse/collect-run.js';
import { SseReader } from '../sse/sse-reader.js';
import { uniqueId } from '../support/unique-id.js';
import type { ServerInfo } from './server-info.js';

type Overrides = Readonly<Record<string, unknown>>;

export interface FinishedRun extends CollectedRun {
  readonly threadId: string;
  readonly runId: string;
}

export interface OpenRun {
  readonly threadId: string;
  readonly runId: string;
  readonly response: Response;
  readonly reader: SseReader;
}

/** One transport to the server under test, and what most cases do with it. */
export class ConformanceContext {
  readonly client: RuntimeClient;
  readonly agentId: string;
  readonly info: ServerInfo;

  constructor(client: RuntimeClient, agentId: string, info: ServerInfo) {
    this.client = client;
    this.agentId = agentId;
    this.info = info;
  }

  /** Runs a command to its end. */
  async run(command: string, overrides: Overrides = {}): Promise<FinishedRun> {
    const { threadId, runId, response } = await this.start(command, overrides);
    return { ...(await collectRun(response)), threadId, runId };
  }

  /** Starts a command; the stream is the caller's to read. */
  async start(
    command: string,
    overrides: Overrides = {},
    options: CallOptions = {},
  ): Promise<Omit<OpenRun, 'reader'>> {
    const body = runBodySaying(command, overrides);
    const response = await this.client.run(this.agentId, body, options);
    return { threadId: body.threadId, runId: body.runId, response };
  }

  /** Starts a command that waits for {@link release}, and reads up to its first text. */
  async hold(command: 'hold' | 'wedge' | 'hold-open', overrides: Overrides = {}): Promise<HeldRun> {
    const key = uniqueId('hold');
    const { threadId, runId, response } = await this.start(`${command} ${key}`, overrides);
    const reader = new SseReader(await streaming(response));
    const seen = await reader.readTo(
      command === 'hold-open' ? 'TOOL_CALL_ARGS' : 'TEXT_MESSAGE_CONTENT',
    );
    return { key, threadId, runId, response, reader, seen };
  }

  async release(key: string): Promise<void> {
    await this.run(`release ${key}`);
  }

  /** Joins a thread; without messages unless `overrides` has some. */
  async connect(
    threadId: string,
    overrides: Overrides = {},
    options: CallOptions = {},
  ): Promise<CollectedRun> {
    return collectRun(await this.join(threadId, overrides, options));
  }

  async join(
    threadId: string,
    overrides: Overrides = {},
    options: CallOptions = {},
  ): Promise<Response> {
    return this.client.connect(this.agentId, runBody({ threadId, ...overrides }), options);
  }

  async stop(threadId: string, body?: unknown): Promise<Record<string, unknown>> {
    return jsonOf(await this.client.stop(this.agentId, threadId, body));
  }
}

export interface HeldRun extends OpenRun {
  readonly key: string;
  /** The events up to where the run waits. */
  readonly seen: readonly BaseEvent[];
}

async function streaming(response: Response): Promise<Response> {
  if (response.status === 200) return response;
  throw new Error(`Expected a stream, got ${response.status}: ${await response.text()}`);
}
