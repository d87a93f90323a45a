import { defineTool, withServerTools } from '@flightdeck/agent';
import type { BaseEvent } from '@flightdeck/core';
import {
  collectRun,
  runBody,
  runFinished,
  runStarted,
  RuntimeClient,
  ScriptedAgent,
  textMessage,
  toolCall,
  userMessage,
} from '@flightdeck/testing';
import * as client59 from '@ag-ui/client';
import * as client57 from 'ag-ui-client-57';
import * as client1 from 'ag-ui-client-1';
import { from } from 'rxjs';
import { z } from 'zod';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';

interface Input {
  readonly threadId: string;
  readonly runId: string;
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
}

/** Asks the tool about each question of the user, then tells what it said. */
function* askThenTell(input: Input): Iterable<BaseEvent> {
  yield runStarted(input);
  const { content, role } = input.messages.at(-1) ?? {};
  const { runId } = input;
  if (role === 'tool') yield* textMessage(`${runId}-m`, `It is ${String(content)}`);
  else yield* toolCall({ id: `${runId}-c`, name: 'weather', args: { city: content } });
  yield runFinished(input);
}

function agentOf(Base: unknown) {
  // One of three classes with the same abstract method.
  class Asking extends (Base as typeof client59.AbstractAgent) {
    override run(input: client59.RunAgentInput): never {
      // Events as every version of AG-UI knows them.
      return from(askThenTell(input)) as never;
    }
  }
  return new Asking({ description: 'Asks' });
}

const weather = defineTool({
  name: 'weather',
  description: 'Tells the weather',
  parameters: z.object({ city: z.string() }),
  execute: ({ city }, { headers }) => `sunny in ${city} for ${headers['x-user']}`,
});

describe.each([
  ['AG-UI 0.0.57', () => agentOf(client57.AbstractAgent)],
  ['AG-UI 0.0.59', () => agentOf(client59.AbstractAgent)],
  ['AG-UI 1.0', () => agentOf(client1.AbstractAgent)],
  [
    'an agent without AG-UI classes',
    () => new ScriptedAgent(({ input }) => askThenTell(input), { description: 'Asks' }),
  ],
])('a runtime with server tools around %s', (_kind, create) => {
  let served: ServedRuntime;
  beforeEach(async () => {
    const agent = withServerTools(create(), [weather]);
    served = await serveRuntime({ agents: { default: agent } as never });
  });
  afterEach(() => served.close());

  it('runs them within one run, and goes on in the next one [agent.server-tools]', async () => {
    const client = new RuntimeClient({ baseUrl: served.url, headers: { 'x-user': 'u1' } });
    const body = runBody({ messages: [userMessage('Rome')] });
    const first = await collectRun(await client.run('default', body));
    expect(first.types).toEqual([
      'RUN_STARTED',
      'TOOL_CALL_START',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_END',
      'TOOL_CALL_RESULT',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
    expect(first.events[6]).toMatchObject({ delta: 'It is sunny in Rome for u1' });
    const second = await collectRun(
      await client.run('default', {
        ...runBody({ messages: [userMessage('Oslo')] }),
        threadId: body.threadId,
      }),
    );
    expect(second.events[6]).toMatchObject({ delta: 'It is sunny in Oslo for u1' });
    expect(served.log).toEqual([]);
  });

  it('tells what the agent tells of itself', async () => {
    const info = await new RuntimeClient({ baseUrl: served.url }).info();
    expect(await info.json()).toMatchObject({
      agents: { default: { name: 'default', description: 'Asks' } },
    });
  });
});
