import { CopilotRuntime, createCopilotRuntimeHandler } from '@flightdeck/core';
import type { StoreEngine } from '@flightdeck/store';

import { PacedAgent, type Pace } from './paced-agent.js';

/** A runtime on a store, called without a network. */
export interface BenchRuntime {
  run(threadId: string, runId: string, pace: Pace): Promise<Response>;
  connect(threadId: string, hasMessages: boolean): Promise<Response>;
  shutdown(): Promise<void>;
}

export function benchRuntime(threads: StoreEngine): BenchRuntime {
  const runtime = new CopilotRuntime({
    agents: { default: new PacedAgent() },
    threads,
    environment: 'development',
    debug: false,
  });
  const handler = createCopilotRuntimeHandler({ runtime, basePath: '/api' });
  const post = async (path: string, body: unknown): Promise<Response> => {
    const request = new Request(`http://bench.invalid/api/agent/default/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const response = await handler(request);
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return response;
  };
  const input = (threadId: string, runId: string, messages: readonly unknown[]): unknown => ({
    threadId,
    runId,
    messages,
    state: {},
    tools: [],
    context: [],
    forwardedProps: {},
  });
  return {
    run: (threadId, runId, pace) =>
      post(
        'run',
        input(threadId, runId, [
          { id: `${runId}-question`, role: 'user', content: JSON.stringify(pace) },
        ]),
      ),
    connect: (threadId, hasMessages) => {
      const shown = [{ id: 'shown', role: 'user', content: 'Hello' }];
      return post('connect', input(threadId, crypto.randomUUID(), hasMessages ? shown : []));
    },
    shutdown: () => runtime.shutdown({ graceMs: 5_000 }),
  };
}

/** Reads a body to its end; answers how many bytes it had. */
export async function drain(
  response: Response,
  onChunk: (text: string) => void = () => undefined,
): Promise<number> {
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    onChunk(decoder.decode(chunk, { stream: true }));
  }
  return bytes;
}
