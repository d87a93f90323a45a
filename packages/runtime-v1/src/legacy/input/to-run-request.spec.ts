import { describe, expect, it } from '@jest/globals';
import { answerInterrupts } from './answer-interrupts.js';
import { readGenerateInput } from './generate-input.js';
import { agentIdOf, toRunBody, type RunBody } from './to-run-request.js';

const IDS = { threadId: 't', runId: 'r' };

function bodyOf(data: object, properties?: object): RunBody {
  return toRunBody(readGenerateInput({ data, properties }), IDS, []);
}

const SESSION = { agentSession: { agentName: 'planner' } };

describe('a request of the old wire', () => {
  it('needs nothing but its data', () => {
    expect(bodyOf({})).toEqual({
      ...IDS,
      messages: [],
      tools: [],
      context: [],
      forwardedProps: {},
    });
    expect(agentIdOf(readGenerateInput({ data: { threadId: null, agentSession: null } }))).toBe(
      'default',
    );
  });

  it('offers the actions that are not disabled, remote ones to agents alone', () => {
    const actions = ['enabled', 'disabled', 'remote', null].map((available) => ({
      name: String(available),
      jsonSchema: '{"type":"object","properties":{"a":{"type":"string"}}}',
      available,
    }));
    const data = { frontend: { actions } };
    const namesOf = ({ tools }: RunBody): string[] => tools.map(({ name }) => name);
    expect(namesOf(bodyOf(data))).toEqual(['enabled', 'null']);
    expect(namesOf(bodyOf({ ...data, ...SESSION }))).toEqual(['enabled', 'remote', 'null']);
    expect(bodyOf(data).tools[0]).toEqual({
      name: 'enabled',
      description: '',
      parameters: { type: 'object', properties: { a: { type: 'string' } } },
    });
  });

  it('gives an agent its own state, without the conversation, and its configuration', () => {
    const body = bodyOf({
      agentSession: { agentName: 'planner', nodeName: 'ask' },
      agentStates: [
        { agentName: 'other', state: '{"x":1}' },
        {
          agentName: 'planner',
          state: '{"steps":[1],"messages":[{"id":"m"}]}',
          config: '{"streamSubgraphs":false,"configurable":{"a":1}}',
        },
      ],
    });
    expect(body.state).toEqual({ steps: [1] });
    expect(body.forwardedProps).toEqual({
      nodeName: 'ask',
      config: { configurable: { a: 1 } },
      streamSubgraphs: false,
    });
  });

  it('takes the state of versions that have one field for it', () => {
    const agentState = { agentName: 'planner', state: '{"a":1}' };
    expect(bodyOf({ ...SESSION, agentState }).state).toEqual({ a: 1 });
  });

  it('tells the context to agents; others have it in their instructions', () => {
    const context = [{ description: 'The page', value: 'Invoices' }];
    expect(bodyOf({ context }).context).toEqual([]);
    expect(bodyOf({ ...SESSION, context }).context).toEqual(context);
  });

  it('passes properties and parameters of the model on, in their words and in those of today', () => {
    const forwardedParameters = {
      temperature: 0.5,
      maxTokens: 10,
      stop: ['x'],
      model: null,
      toolChoice: 'function',
      toolChoiceFunctionName: 'paint',
    };
    expect(bodyOf({ forwardedParameters }, { user: 'u' }).forwardedProps).toEqual({
      user: 'u',
      temperature: 0.5,
      maxTokens: 10,
      maxOutputTokens: 10,
      stop: ['x'],
      stopSequences: ['x'],
      toolChoice: { type: 'function', function: { name: 'paint' } },
      toolChoiceFunctionName: 'paint',
    });
    const required = bodyOf({ forwardedParameters: { toolChoice: 'required' } });
    expect(required.forwardedProps).toEqual({ toolChoice: 'required' });
  });

  it('brings the answer to what has stopped an agent', () => {
    const metaEvents = [
      { name: 'LangGraphInterruptEvent', value: 'Which?' },
      { name: 'LangGraphInterruptEvent', value: 'Which colour?', response: 'blue' },
    ];
    expect(bodyOf({ metaEvents }).forwardedProps).toEqual({
      command: { resume: 'blue', interruptEvent: 'Which colour?' },
    });
  });

  it.each([
    [{ data: 'x' }, 'variables.data: expected an object'],
    [{}, 'variables.data: expected an object'],
    [{ data: { messages: {} } }, 'variables.data.messages: expected a list'],
    [{ data: { messages: [7] } }, 'variables.data.messages[0]: expected an object'],
    [{ data: { threadId: 7 } }, 'variables.data.threadId: expected a text'],
    [{ data: { agentSession: {} } }, 'variables.data.agentSession.agentName: expected a name'],
    [
      { data: { agentStates: [{ agentName: 'a', state: '{' }] } },
      'variables.data.agentStates[0].state: expected JSON',
    ],
    [
      { data: { frontend: { actions: [{ name: 'a', jsonSchema: '[]' }] } } },
      'variables.data.frontend.actions[0].jsonSchema: expected JSON of an object',
    ],
    [
      { data: { frontend: { actions: [{ name: 'a', available: 'x' }] } } },
      'variables.data.frontend.actions[0].available: expected one of enabled, disabled, remote',
    ],
    [{ data: {}, properties: [] }, 'variables.properties: expected an object'],
  ])('is refused with the place of what is wrong: %j', (variables, message) => {
    expect(() => readGenerateInput(variables)).toThrow(message);
  });
});

describe('answers to interrupts', () => {
  const open = [{ id: 'i1' }, { id: 'i2' }];
  const answer = (response: string, value?: string): Parameters<typeof answerInterrupts>[1][0] => ({
    name: 'LangGraphInterruptEvent',
    value,
    response,
  });

  it('go to the interrupt that they name, else to the first without an answer', () => {
    expect(answerInterrupts(open, [answer('yes', '{"id":"i2"}'), answer('{"a":1}', 'x')])).toEqual([
      { interruptId: 'i2', status: 'resolved', payload: 'yes' },
      { interruptId: 'i1', status: 'resolved', payload: { a: 1 } },
    ]);
  });

  it('are left out where nothing is open', () => {
    expect(answerInterrupts([], [answer('yes')])).toEqual([]);
    expect(answerInterrupts(open.slice(1), [answer('a'), answer('b')])).toHaveLength(1);
  });
});
