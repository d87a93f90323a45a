import { describe, expect, it } from '@jest/globals';
import { runContext, runInput } from '../../test/support/script.js';
import type { RunInput } from '../run-middleware.js';
import { a2ui } from './a2ui.js';
import { isA2UIEnabled, type A2UIOptions } from './a2ui-options.js';
import { SCHEMA_DESCRIPTION } from './a2ui-wire.js';

const OFFERED = { forwardedProps: { a2uiCatalogAvailable: true } };
const SCHEMA = { catalogId: 'own', components: { Text: { required: ['text'] } } };

function prepared(options: A2UIOptions | undefined, input: Partial<RunInput> = {}): RunInput {
  const begun = a2ui(options).begin(runInput(input), runContext());
  if (begun === null) throw new Error('Not on');
  return begun.input;
}

describe('a2ui', () => {
  it.each<[string, A2UIOptions | undefined, Partial<RunInput>, boolean]>([
    ['with options', {}, {}, true],
    ['without options', undefined, {}, false],
    ['without options for a request that offers a catalog', undefined, OFFERED, true],
    ['when it is turned off', { enabled: false }, {}, false],
    ['when it is turned off, whatever is offered', { enabled: false }, OFFERED, false],
    ['for an agent that is named', { agents: ['default'] }, {}, true],
    ['for an agent that is not named', { agents: ['other'] }, {}, false],
    ['for an agent that is not named, whatever is offered', { agents: ['other'] }, OFFERED, false],
    [
      'for an offer that is not a plain true',
      undefined,
      { forwardedProps: { a2uiCatalogAvailable: 'true' } },
      false,
    ],
  ])('is on or off %s [middlewares.a2ui-on]', (_, options, input, on) => {
    expect(a2ui(options).begin(runInput(input), runContext()) !== null).toBe(on);
  });

  it('is offered by runtimes that have options for it', () => {
    expect([undefined, { enabled: false }, {}, { enabled: true }].map(isA2UIEnabled)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('leaves an input alone that it has nothing to add to', () => {
    const input = runInput();
    expect(a2ui({}).begin(input, runContext())?.input).toBe(input);
  });

  it.each<[string, A2UIOptions | undefined, Partial<RunInput>, true | string | undefined]>([
    ['by option', { injectA2UITool: true }, {}, true],
    ['under another name', { injectA2UITool: 'draw' }, {}, 'draw'],
    ['for an offered catalog', undefined, OFFERED, true],
    ['never against the options', { injectA2UITool: false }, OFFERED, undefined],
    ['never of its own accord', {}, {}, undefined],
  ])('gives the agent a tool %s [middlewares.a2ui-input]', (_, options, input, flag) => {
    const { tools, context, forwardedProps } = prepared(options, input);
    const name = flag === true ? 'render_a2ui' : flag;
    expect(tools.map((tool) => tool.name)).toEqual(name === undefined ? [] : [name]);
    expect((forwardedProps as Record<string, unknown>).injectA2UITool).toBe(flag);
    const guides = context.filter(({ description }) => description.includes('Guide to the tool'));
    expect(guides.map(({ value }) => value.includes(`Call ${name} `))).toEqual(
      name === undefined ? [] : [true],
    );
  });

  it('replaces a tool of the same name, and keeps the others and the forwarded properties', () => {
    const tools = [{ name: 'other' }, { name: 'render_a2ui', description: 'of the frontend' }];
    const input = prepared({ injectA2UITool: true }, { tools, forwardedProps: { kept: 1 } });
    expect(input.tools.map(({ name }) => name)).toEqual(['other', 'render_a2ui']);
    expect(input.tools[1]?.parameters).toMatchObject({ required: ['surfaceId', 'components'] });
    expect(input.forwardedProps).toEqual({ kept: 1, injectA2UITool: true });
  });

  it('gives an example in the guide that it would paint itself', () => {
    const { context } = prepared({ injectA2UITool: true });
    const example = /\{"surfaceId"[^]*$/.exec(context[0]?.value ?? '')?.[0] ?? '';
    expect(JSON.parse(example)).toMatchObject({ surfaceId: 'team', data: { members: [{}, {}] } });
  });

  it('puts the configured schema in place of the frontend’s [middlewares.a2ui-input]', () => {
    const context = [
      { description: SCHEMA_DESCRIPTION, value: '{"catalogId":"frontend"}' },
      { description: 'other', value: 'kept' },
    ];
    expect(prepared({ schema: SCHEMA }, { context }).context).toEqual([
      { description: 'other', value: 'kept' },
      { description: SCHEMA_DESCRIPTION, value: JSON.stringify(SCHEMA) },
    ]);
    expect(prepared({}, { context }).context).toEqual(context);
  });

  it('tells the agent what the user did as a call and its result [middlewares.a2ui-input]', () => {
    const userAction = {
      name: 'book',
      surfaceId: 'flights',
      sourceComponentId: 'button',
      context: { flight: 7 },
      timestamp: '2026-01-01T00:00:00Z',
    };
    const before = { id: 'u', role: 'user' };
    const input = { forwardedProps: { a2uiAction: { userAction } }, messages: [before] };
    const [first, call, result] = prepared({}, input).messages;
    expect(first).toBe(before);
    expect(call).toEqual({
      id: 'a2ui-action-run-call',
      role: 'assistant',
      content: '',
      toolCalls: [
        {
          id: 'a2ui-action-run',
          type: 'function',
          function: { name: 'log_a2ui_event', arguments: JSON.stringify(userAction) },
        },
      ],
    });
    expect(result).toEqual({
      id: 'a2ui-action-run-result',
      role: 'tool',
      toolCallId: 'a2ui-action-run',
      content:
        'The user triggered the action "book" on the surface "flights", component "button". Context: {"flight":7}',
    });
    expect(input.messages).toEqual([before]);
  });

  it.each([{}, { a2uiAction: null }, { a2uiAction: { userAction: 'book' } }, null, 'text'])(
    'adds no messages for %j',
    (forwardedProps) => {
      expect(prepared({}, { forwardedProps }).messages).toEqual([]);
    },
  );
});
