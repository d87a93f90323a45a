import { CopilotRuntime, createCopilotRuntimeHandler } from '@flightdeck/core';
import {
  createGate,
  createStage,
  runBody,
  runFinished,
  runStarted,
  RuntimeClient,
  serveFetchHandler,
  textMessage,
  toolCall,
  userMessage,
  type Gate,
  type RunBody,
  type Stage,
  type Transport,
} from '@flightdeck/testing';
import { resumableFetch, type ResumableFetchOptions } from '../../src/index.js';
import { serveCuttingProxy, type CuttingProxy } from './cutting-proxy.js';

export interface ClientBench {
  readonly stage: Stage;
  readonly proxy: CuttingProxy;
  /** A client behind the proxy whose `fetch` is the resumable one, with no delays. */
  client(transport?: Transport, options?: ResumableFetchOptions): RuntimeClient;
  /** A client that asks the runtime itself, without any help. */
  readonly direct: RuntimeClient;
  close(): Promise<void>;
}

const BASE_PATH = '/api/copilotkit';
export const AT_ONCE = { minDelayMs: 0, maxDelayMs: 0 };

export async function createClientBench(): Promise<ClientBench> {
  const stage = createStage();
  const runtime = new CopilotRuntime({
    agents: { default: stage.agent },
    environment: 'development',
  });
  const handler = createCopilotRuntimeHandler({ runtime, basePath: BASE_PATH });
  const server = await serveFetchHandler(handler);
  const proxy = await serveCuttingProxy(server.origin);
  return {
    stage,
    proxy,
    direct: new RuntimeClient({ baseUrl: `${server.origin}${BASE_PATH}` }),
    client(transport = 'rest', options = {}) {
      const fetch = resumableFetch({ ...AT_ONCE, ...options });
      return new RuntimeClient({ baseUrl: `${proxy.origin}${BASE_PATH}`, transport, fetch });
    },
    async close() {
      await runtime.shutdown({ graceMs: 0 });
      await proxy.close();
      await server.close();
    },
  };
}

export interface Played {
  readonly body: RunBody;
  /** Lets the run end. */
  readonly ending: Gate;
}

/** A run that says something in many pieces, calls a tool, and ends when it may. */
export function playTalk(stage: Stage): Played {
  const body = runBody({ messages: [userMessage('hello', 'u1')] });
  const ending = createGate();
  stage.play(body.threadId, async function* talk({ input }) {
    yield runStarted(input);
    yield* textMessage('m1', 'Grüße 🌍', ' \n\nid: 9.9', ' "RUN_FINISHED"');
    yield* toolCall({ id: 'c1', name: 'look', args: { at: 'x\n\n' } });
    yield { type: 'CUSTOM', name: 'nested', value: { type: 'RUN_FINISHED' } };
    await ending.opened;
    yield runFinished(input);
  });
  return { body, ending };
}
