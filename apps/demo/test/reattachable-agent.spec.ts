import { describe, expect, it } from '@jest/globals';
import { EventType, type BaseEvent, type Message, type RunAgentInput } from '@ag-ui/core';
import { lastValueFrom, toArray, type Observable } from 'rxjs';
import { setPageColourTool } from '../src/colours.js';
import { demoTools } from '../src/server/demo-tools.js';
import { ReattachableAgent } from '../src/server/reattachable-agent.js';
import { scriptedModel } from '../src/server/scripted-model.js';
import { drawTool } from '../src/tool-names.js';

interface Finished {
  readonly outcome?: { readonly interrupts?: readonly { readonly id: string }[] };
}

type Said = BaseEvent & Readonly<Record<string, string>>;

const eagerAgent = () =>
  new ReattachableAgent({ model: scriptedModel({ wordDelayMs: 0 }), tools: demoTools });

function input(content: string, fields: Partial<RunAgentInput> = {}): RunAgentInput {
  return {
    threadId: 'thread',
    runId: 'run',
    state: {},
    messages: [{ id: '1', role: 'user', content }],
    tools: [setPageColourTool, drawTool].map((name) => ({ name, description: '' })),
    context: [],
    forwardedProps: {},
    ...fields,
  };
}

function all(events: Observable<BaseEvent>): Promise<Said[]> {
  return lastValueFrom(events.pipe(toArray())) as Promise<unknown> as Promise<Said[]>;
}

/** The conversation as far as it is stored, as the runtime gives it to the agent. */
function messagesOf(question: RunAgentInput, stored: readonly Said[]): Message[] {
  const said = stored.reduce<Draft[]>(addTo, []) as unknown as Message[];
  return [...question.messages, ...said];
}

interface Draft {
  readonly id: string;
  readonly role: string;
  content: string;
  readonly toolCallId?: string;
  readonly toolCalls?: { id: string; type: 'function'; function: Record<string, string> }[];
}

type Reduce = (event: Said, messages: Draft[]) => unknown;

const reducers: Readonly<Record<string, Reduce>> = {
  TEXT_MESSAGE_START: ({ messageId = '' }, messages) =>
    messages.push({ id: messageId, role: 'assistant', content: '', toolCalls: [] }),
  TEXT_MESSAGE_CONTENT: ({ delta }, messages) =>
    messages.slice(-1).forEach((message) => (message.content += delta)),
  TOOL_CALL_START: ({ toolCallId = '', toolCallName = '' }, messages) =>
    messages.at(-1)?.toolCalls?.push({
      id: toolCallId,
      type: 'function',
      function: { name: toolCallName, arguments: '' },
    }),
  TOOL_CALL_ARGS: ({ delta }, messages) =>
    messages
      .at(-1)
      ?.toolCalls?.slice(-1)
      .forEach(({ function: called }) => (called['arguments'] = `${called['arguments']}${delta}`)),
  TOOL_CALL_RESULT: ({ messageId = '', content = '', toolCallId = '' }, messages) =>
    messages.push({ id: messageId, role: 'tool', content, toolCallId }),
};

function addTo(messages: Draft[], event: Said): Draft[] {
  reducers[event.type]?.(event, messages);
  return messages;
}

/** What is left of a run of which so many events are stored. */
function runOn(question: RunAgentInput, stored: readonly Said[]): Promise<Said[]> {
  const agent = eagerAgent();
  agent.setMessages(messagesOf(question, stored));
  const snapshot = stored.find(({ type }) => type === EventType.STATE_DELTA);
  const state = snapshot === undefined ? {} : { todos: [{ title: 'milk', done: false }] };
  return all(agent.reattach({ threadId: 'thread', runId: 'run', lastEvents: stored, state }));
}

/** Events by what they mean: ids by their order, deltas joined, times and numbers of the server left out. */
function meaning(events: readonly Said[]): string[] {
  const ids: string[] = [];
  const interrupts = (events.at(-1) as unknown as Finished).outcome?.interrupts ?? [];
  const numbered = (id: string | undefined) => {
    if (id === undefined) return '';
    if (!ids.includes(id)) ids.push(id);
    return `#${ids.indexOf(id)}`;
  };
  const lines: string[] = [];
  for (const { type, messageId, toolCallId, delta, snapshot, content = '' } of events) {
    const told = content.startsWith('{"processId"') ? 'facts' : content;
    const head = `${type} ${numbered(messageId)} ${numbered(toolCallId)}`;
    const text = typeof delta === 'string' ? delta : JSON.stringify(delta ?? snapshot ?? told);
    if (typeof delta === 'string' && lines.at(-1)?.startsWith(head) === true) {
      lines.push(`${lines.pop()}${text}`);
    } else {
      lines.push(`${head} ${text}`);
    }
  }
  lines.push(...interrupts.map(({ id }) => `waits for ${numbered(id)}`));
  return lines.map((line) => line.replace(/up for\d? \d+/, 'up for'));
}

describe('ReattachableAgent', () => {
  it.each(['fox', 'teal', 'Which server answers?', 'Add milk to my list', 'clock', 'book'])(
    'goes on anywhere with a run that another process began: %s',
    async (content) => {
      const question = input(content);
      const whole = await all(eagerAgent().run(question));
      for (const at of whole.keys()) {
        if (at === 0) continue;
        const stored = whole.slice(0, at);
        const rest = await runOn(question, stored);
        expect(meaning([...stored, ...rest])).toEqual(meaning(whole));
      }
    },
  );

  it('goes on behind an answer that it was given', async () => {
    const asked = await all(eagerAgent().run(input('Book a table for 4 at 19:30')));
    const { outcome } = asked.at(-1) as unknown as Finished;
    const interruptId = outcome?.interrupts?.[0]?.id ?? '';
    const messages = messagesOf(input('Book a table for 4 at 19:30'), asked);
    const resume = [{ interruptId, status: 'resolved', payload: { approved: true } } as const];
    const question = input('', { messages, resume });
    const whole = await all(eagerAgent().run(question));
    const at = whole.findIndex(({ delta }) => delta?.includes('Booked')) + 1;
    expect(at).toBeGreaterThan(0);
    const rest = await runOn(question, whole.slice(0, at));
    expect(meaning([...whole.slice(0, at), ...rest])).toEqual(meaning(whole));
  });

  it('skips what is stored to the character, however it was cut', async () => {
    const question = input('fox');
    const whole = await all(eagerAgent().run(question));
    const [started, begun, ...more] = whole;
    const merged = { ...more[0], delta: 'You wrote: "fo' };
    const stored = [started, begun, merged] as Said[];
    expect(meaning([...stored, ...(await runOn(question, stored))])).toEqual(meaning(whole));
  });
});

describe('DemoAgent', () => {
  it('makes the list that a page brings a part of the thread', async () => {
    const state = { todos: [{ title: 'milk', done: true }] };
    const events = await all(eagerAgent().run(input('fox', { state })));
    expect(events.slice(0, 2)).toMatchObject([
      { type: EventType.RUN_STARTED },
      { type: EventType.STATE_SNAPSHOT, snapshot: state },
    ]);
  });

  it('says nothing of a state without a list', async () => {
    const events = await all(eagerAgent().run(input('fox')));
    expect(events.map(({ type }) => type)).not.toContain(EventType.STATE_SNAPSHOT);
  });
});
