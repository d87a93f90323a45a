import { describe, expect, it } from '@jest/globals';
import { createGate, runBodySaying, ScriptedAgent, SseReader } from '@flightdeck/testing';
import type { AguiEvent } from '@flightdeck/middlewares';
import { createFaultBench, settle } from './support/fault-bench.js';
import { markingMiddleware } from './support/marking-middleware.js';

/** Begins a page and a surface, and then does as it is told. */
function writing(then: () => Promise<void>): ScriptedAgent {
  return new ScriptedAgent(async function* ({ input }) {
    yield { type: 'RUN_STARTED', threadId: input.threadId, runId: input.runId };
    const calls = { page: 'generateSandboxedUi', surface: 'render_a2ui' };
    for (const [toolCallId, toolCallName] of Object.entries(calls)) {
      yield { type: 'TOOL_CALL_START', toolCallId, toolCallName };
      yield { type: 'TOOL_CALL_ARGS', toolCallId, delta: '{"html":"<p>' };
    }
    yield { type: 'CUSTOM', name: 'writing', value: 1 };
    await then();
  });
}

function bench(then: () => Promise<void>) {
  const agents = { default: writing(then) };
  return createFaultBench({ agents, a2ui: {}, openGenerativeUI: true }).rest;
}

/** What viewers see at the end: neither goes on for ever, and the run ends after that. */
function expectEnded(text: string): void {
  expect(text).toContain('"path":"/generating","value":false');
  expect(text).toContain('"status":"failed"');
  const terminal = Math.max(text.indexOf('"RUN_FINISHED"'), text.indexOf('"RUN_ERROR"'));
  expect(terminal).toBeGreaterThan(text.indexOf('"path":"/generating"'));
  expect(terminal).toBeGreaterThan(text.indexOf('"status":"failed"'));
}

describe('interfaces that are being written', () => {
  it('are ended when the run is stopped [middlewares.ogui-activity] [middlewares.a2ui-status]', async () => {
    const gate = createGate();
    const rest = bench(() => gate.opened);
    const body = runBodySaying('hello');
    const reader = new SseReader(await rest.run('default', body));
    await reader.readTo('CUSTOM');
    await rest.stop('default', body.threadId);
    await reader.rest();
    expectEnded(reader.text);
  });

  it('are ended when the agent fails [middlewares.ogui-activity] [middlewares.a2ui-status]', async () => {
    const rest = bench(() => Promise.reject(new Error('broken')));
    const reader = new SseReader(await rest.run('default', runBodySaying('hello')));
    await reader.rest();
    expectEnded(reader.text);
  });
});

describe('an agent that has finished its run', () => {
  const held = {
    push: (event: AguiEvent) => (event.type === 'RUN_FINISHED' ? [] : [event]),
    end: () => [{ type: 'CUSTOM', name: 'held', value: 1 }, { type: 'RUN_FINISHED' }],
  };

  function finishing(then: () => Promise<void>) {
    const agent = new ScriptedAgent(async function* ({ input }) {
      yield { type: 'RUN_STARTED', threadId: input.threadId, runId: input.runId };
      yield { type: 'RUN_FINISHED', threadId: input.threadId, runId: input.runId };
      await then();
      yield { type: 'CUSTOM', name: 'too late', value: 1 };
    });
    const middlewares = [markingMiddleware('mine', held)];
    return createFaultBench({ agents: { default: agent }, middlewares });
  }

  it('does not hold its end by staying on [middlewares.own]', async () => {
    const gate = createGate();
    const { rest } = finishing(() => gate.opened);
    const reader = new SseReader(await rest.run('default', runBodySaying('hello')));
    await reader.rest();
    expect(reader.text).toContain('"held"');
    expect(reader.text).toContain('RUN_FINISHED');
    expect(reader.text).not.toContain('too late');
    gate.open();
    await settle();
  });

  it('does not change its end by failing afterwards [middlewares.own]', async () => {
    const { rest } = finishing(() => Promise.reject(new Error('too late')));
    const reader = new SseReader(await rest.run('default', runBodySaying('hello')));
    await reader.rest();
    expect(reader.text).toContain('"held"');
    expect(reader.text).not.toContain('RUN_ERROR');
    await settle();
  });
});
