import { jest } from '@jest/globals';
import { ScriptedAgent } from '@flightdeck/testing';
import { z } from 'zod';
import { AgentConfigError } from '../src/options/agent-config-error.js';
import { withServerTools } from '../src/server-tools/with-server-tools.js';
import { collect, lookup, lookUpThenTell, structuralAgent } from './support/scripted-inner.js';

describe('the tools of withServerTools', () => {
  afterEach(() => jest.restoreAllMocks());

  it('asks providers for the tools of each run', async () => {
    const asked: unknown[] = [];
    const agent = withServerTools(structuralAgent(lookUpThenTell), [
      async ({ threadId, runId, forwardedProps }) => {
        asked.push({ threadId, runId, forwardedProps });
        return [lookup];
      },
      () => [{ ...lookup, execute: () => 'never used' }],
    ]);
    const events = await collect(agent, { forwardedProps: { user: 'u' } });
    expect(asked).toEqual([{ threadId: 't1', runId: 'r1', forwardedProps: { user: 'u' } }]);
    expect(events.find(({ type }) => type === 'TOOL_CALL_RESULT')).toMatchObject({
      content: 'sunny in Rome',
    });
  });

  it('fails the run where a provider fails', async () => {
    const agent = withServerTools(structuralAgent(lookUpThenTell), [
      () => {
        throw new Error('no tools today');
      },
    ]);
    // AG-UI reports failures there.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    await expect(collect(agent)).rejects.toThrow('no tools today');
  });

  it.each([
    ['a text', () => 'plain', 'plain'],
    ['nothing', () => undefined, ''],
    ['null', () => null, 'null'],
    ['an object', () => ({ a: 1 }), '{"a":1}'],
    [
      'a failure',
      () => {
        throw new Error('broken');
      },
      '{"error":{"code":"HANDLER_ERROR","message":"broken"},"result":""}',
    ],
  ])('tells %s as v1 did', async (_case, execute, content) => {
    const agent = withServerTools(structuralAgent(lookUpThenTell), [{ ...lookup, execute }], {
      environment: 'development',
      resultEncoding: 'v1',
    });
    const events = await collect(agent);
    expect(events.find(({ type }) => type === 'TOOL_CALL_RESULT')).toMatchObject({ content });
  });

  it('tells wrong arguments as v1 did', async () => {
    const agent = withServerTools(
      structuralAgent(lookUpThenTell),
      [{ ...lookup, parameters: z.object({ town: z.string() }) }],
      { resultEncoding: 'v1' },
    );
    const events = await collect(agent);
    expect(events.find(({ type }) => type === 'TOOL_CALL_RESULT')).toMatchObject({
      content:
        '{"error":{"code":"INVALID_ARGUMENTS","message":"Failed to parse action arguments"},"result":""}',
    });
  });

  it.each([
    ['two tools of one name', [lookup, lookup]],
    ['a reserved name', [{ ...lookup, name: 'AGUISendStateDelta' }]],
    ['parameters that are no schema', [{ ...lookup, parameters: 'city' }]],
  ])('refuses %s at once', (_case, tools) => {
    expect(() => withServerTools(new ScriptedAgent(), tools)).toThrow(AgentConfigError);
  });

  it('refuses what is no agent', () => {
    expect(() => withServerTools({} as never, [])).toThrow(AgentConfigError);
  });
});
