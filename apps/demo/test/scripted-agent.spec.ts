import { describe, expect, it } from '@jest/globals';
import { EventType, type BaseEvent, type RunAgentInput } from '@ag-ui/core';
import { setPageColourTool } from '../src/colours.js';
import { ScriptedAgent } from '../src/server/scripted-agent.js';

function input(content: string): RunAgentInput {
  return {
    threadId: 'thread',
    runId: 'run',
    state: {},
    messages: [{ id: '1', role: 'user', content }],
    tools: [{ name: setPageColourTool, description: '', parameters: {} }],
    context: [],
    forwardedProps: {},
  };
}

const eagerAgent = () => new ScriptedAgent({ wordDelayMs: 0 });

/** Runs the agent as the runtime does and collects what it emits. */
async function run(agent: ScriptedAgent, content: string, onEvent?: (event: BaseEvent) => void) {
  const events: BaseEvent[] = [];
  await new Promise<void>((resolve, reject) => {
    agent.run(input(content)).subscribe({
      next: (event) => {
        events.push(event);
        onEvent?.(event);
      },
      error: reject,
      complete: resolve,
    });
  });
  return events;
}

/** What is left of a run of which so many events are stored. */
async function runOn(stored: readonly BaseEvent[], content: string): Promise<BaseEvent[]> {
  const agent = eagerAgent();
  const { messages } = input(content);
  agent.setMessages([...messages, { id: 'run-answer', role: 'assistant', content: 'You' }]);
  const { signal } = new AbortController();
  const rest = agent.reattach({ threadId: 'thread', runId: 'run', lastEvents: stored, signal });
  const events: BaseEvent[] = [];
  for await (const event of rest) events.push(event);
  return events;
}

describe('ScriptedAgent', () => {
  it.each(['fox', 'teal'])(
    'goes on anywhere with a run that another process began: %s',
    async (content) => {
      const whole = await run(eagerAgent(), content);
      for (const at of whole.keys()) {
        const stored = whole.slice(0, at);
        // Whoever takes a run over has written its beginning.
        const begun = at === 0 ? whole.slice(0, 1) : stored;
        expect([...begun, ...(await runOn(stored, content))]).toEqual(whole);
      }
    },
  );

  it('streams its answer word by word', async () => {
    const events = await run(eagerAgent(), 'fox');
    const deltas = events.flatMap((event) => (isContent(event) ? [event.delta] : []));
    expect(deltas.length).toBeGreaterThan(10);
    expect(deltas.join('')).toMatch(/^You wrote: "fox"\. /);
    expect(events.at(-1)).toMatchObject({ type: EventType.RUN_FINISHED, runId: 'run' });
  });

  it('sends a whole tool call', async () => {
    const events = await run(eagerAgent(), 'teal');
    expect(events.map((event) => event.type).slice(-5)).toEqual([
      EventType.TEXT_MESSAGE_END,
      EventType.TOOL_CALL_START,
      EventType.TOOL_CALL_ARGS,
      EventType.TOOL_CALL_END,
      EventType.RUN_FINISHED,
    ]);
  });

  it('ends at once when it is aborted, and leaves the closing to the runtime', async () => {
    const agent = eagerAgent().clone();
    const events = await run(agent, 'long', (event) => {
      if (isContent(event)) agent.abortRun();
    });
    expect(events.map((event) => event.type)).toEqual([
      EventType.RUN_STARTED,
      EventType.TEXT_MESSAGE_START,
      EventType.TEXT_MESSAGE_CONTENT,
    ]);
  });

  it('is not aborted by the abortion of its clone', async () => {
    const agent = eagerAgent();
    const copy = agent.clone();
    const events = await run(agent, 'fox', () => copy.abortRun());
    expect(events.at(-1)?.type).toBe(EventType.RUN_FINISHED);
  });
});

function isContent(event: BaseEvent): event is BaseEvent & { delta: string } {
  return event.type === EventType.TEXT_MESSAGE_CONTENT && 'delta' in event;
}
