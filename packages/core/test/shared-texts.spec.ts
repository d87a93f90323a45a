import { describe, expect, it } from '@jest/globals';
import * as v59 from '@ag-ui/client';
import * as v57 from 'ag-ui-client-57';
import * as v1 from 'ag-ui-client-1';
import { of } from 'rxjs';
import type { Message, RunAgentInput } from '@flightdeck/store';
import { driveAgent } from '../src/runs/drive-agent.js';
import { giveMessages } from '../src/runs/share-texts.js';
import type { RuntimeAgent } from '../src/runtime/agent.js';

type AgentBase = typeof v59.AbstractAgent;

const VERSIONS: readonly (readonly [string, AgentBase])[] = [
  ['0.0.57', v57.AbstractAgent as unknown as AgentBase],
  ['0.0.59', v59.AbstractAgent],
  ['1.0.0', v1.AbstractAgent as unknown as AgentBase],
];

const MESSAGES = [
  { id: 's', role: 'system', content: 'Be kind' },
  { id: 'd', role: 'developer', content: 'Be brief', name: 'dev' },
  {
    id: 'u',
    role: 'user',
    content: [
      { type: 'text', text: 'Look' },
      { type: 'image', source: { type: 'data', value: 'AAAA', mimeType: 'image/png' } },
    ],
  },
  {
    id: 'a',
    role: 'assistant',
    content: 'Looking',
    toolCalls: [{ id: 'c', type: 'function', function: { name: 'find', arguments: '{"q":1}' } }],
    metadata: { deep: { nested: [1, null, { more: true }] } },
  },
  { id: 't', role: 'tool', content: 'found', toolCallId: 'c' },
  { id: 'p', role: 'activity', activityType: 'PLAN', content: { steps: ['one'] } },
  { id: 'r', role: 'reasoning', content: 'Hm', encryptedValue: 'x' },
] as unknown as readonly Message[];

const INPUT: RunAgentInput = {
  threadId: 't',
  runId: 'r',
  state: { open: { doors: [1, 2] } },
  messages: MESSAGES,
  tools: [{ name: 'find', description: 'Finds', parameters: { type: 'object' } }],
  context: [{ description: 'where', value: 'here' }],
  forwardedProps: { theme: { dark: true } },
  resume: [{ interruptId: 'i', status: 'resolved', payload: { yes: true } }],
};

interface Given {
  readonly input: unknown;
  readonly own: unknown;
  readonly before: string;
}

/** What an agent is given for its run, and what it does with that. */
async function given(Base: AgentBase, fastPath: boolean): Promise<Given> {
  const seen: unknown[] = [];
  class SeeingAgent extends Base {
    override run(input: Parameters<InstanceType<AgentBase>['run']>[0]) {
      seen.push(structuredClone(input), structuredClone(this.messages));
      // All of it is the agent's, to do with as it likes.
      for (const message of input.messages) Object.assign(message, { content: 'changed' });
      for (const message of this.messages) Object.assign(message, { content: 'changed' });
      const events = of(
        { type: 'RUN_STARTED', threadId: 't', runId: 'r' },
        { type: 'RUN_FINISHED', threadId: 't', runId: 'r' },
      );
      return events as never;
    }
  }
  const agent = new SeeingAgent() as unknown as RuntimeAgent;
  agent.threadId = 't';
  const input = structuredClone(INPUT);
  const before = JSON.stringify(input);
  giveMessages(agent, input.messages, fastPath);
  agent.setState?.(input.state as never);
  await driveAgent(agent, input, { onEvent: () => undefined, fastPath });
  expect(JSON.stringify(input)).toBe(before);
  return { input: seen[0], own: seen[1], before };
}

describe.each(VERSIONS)('an agent built on %s', (_version, Base) => {
  it('is given the same with the texts shared as with all of it copied', async () => {
    expect(await given(Base, true)).toEqual(await given(Base, false));
  });

  it('may have a setMessages of its own, which is called', () => {
    const calls: number[] = [];
    class OwnSetter extends Base {
      override run() {
        return of() as never;
      }
      override setMessages(messages: Parameters<InstanceType<AgentBase>['setMessages']>[0]): void {
        calls.push(messages.length);
        super.setMessages(messages);
      }
    }
    giveMessages(new OwnSetter() as unknown as RuntimeAgent, MESSAGES, true);
    expect(calls).toEqual([MESSAGES.length]);
  });
});
