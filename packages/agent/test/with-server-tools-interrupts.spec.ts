import { runFinished, runStarted, toolCall } from '@flightdeck/testing';
import { withServerTools } from '../src/server-tools/with-server-tools.js';
import { defineTool } from '../src/tools/define-tool.js';
import {
  collect,
  KINDS,
  lookup,
  lookUpThenTell,
  typesOf,
  type AnyEvent,
  type Input,
} from './support/scripted-inner.js';

const outcomeOf = (events: readonly AnyEvent[]) =>
  events.at(-1)?.outcome as { readonly interrupts: readonly { readonly id: string }[] } | undefined;
const idsOf = (events: readonly AnyEvent[]) =>
  (outcomeOf(events)?.interrupts ?? []).map(({ id }) => id);
const resultOf = (events: readonly AnyEvent[]) =>
  events.find(({ type }) => type === 'TOOL_CALL_RESULT')?.content;
const yes = (interruptId: string, payload: unknown = true) => ({
  interruptId,
  status: 'resolved',
  payload,
});

describe.each(KINDS)('withServerTools around %s', (_kind, make) => {
  it('asks for an approval, and goes on with it in the next run [agent.tools-approval]', async () => {
    const seen: Input[] = [];
    const agent = withServerTools(make(lookUpThenTell, seen), [{ ...lookup, needsApproval: true }]);
    const first = await collect(agent);
    expect(idsOf(first)).toEqual(['c-r1']);
    expect(resultOf(first)).toBeUndefined();
    const second = await collect(agent, { runId: 'r2', resume: [yes('c-r1')] });
    expect(typesOf(second).slice(0, 2)).toEqual(['RUN_STARTED', 'TOOL_CALL_RESULT']);
    expect(typesOf(second).filter((type) => type === 'RUN_STARTED')).toHaveLength(1);
    expect(second.at(-1)).toMatchObject({ type: 'RUN_FINISHED', runId: 'r2' });
    expect(resultOf(second)).toBe('sunny in Rome');
    expect(seen).toHaveLength(2);
    expect(seen[1]?.resume).toBeUndefined();
    expect(seen[1]?.messages.map(({ role }) => role)).toEqual(['assistant', 'tool']);
    expect(agent.messages.at(-1)?.content).toBe('It is sunny in Rome');
  });

  it('tells the agent that a call was not approved [agent.tools-approval]', async () => {
    const agent = withServerTools(make(lookUpThenTell), [{ ...lookup, needsApproval: true }]);
    await collect(agent);
    const resume = [{ interruptId: 'c-r1', status: 'cancelled' }];
    const second = await collect(agent, { runId: 'r2', resume });
    expect(resultOf(second)).toContain('did not approve');
    expect(agent.messages.at(-1)?.content).toContain('did not approve');
  });

  it('asks one question after the other [agent.tools-interrupt]', async () => {
    const seen: Input[] = [];
    const asks = defineTool({
      ...lookup,
      execute: async (_, { interrupt }) => {
        const one = await interrupt('One?');
        const two = await interrupt('Two?');
        return `${String(one.payload)} ${String(two.payload)}`;
      },
    });
    const agent = withServerTools(make(lookUpThenTell, seen), [asks]);
    expect(idsOf(await collect(agent))).toEqual(['c-r1']);
    const second = await collect(agent, { runId: 'r2', resume: [yes('c-r1', 'a')] });
    expect(idsOf(second)).toEqual(['c-r1#2']);
    expect(seen).toHaveLength(1);
    const third = await collect(agent, { runId: 'r3', resume: [yes('c-r1#2', 'b')] });
    expect(resultOf(third)).toBe('a b');
    expect(seen).toHaveLength(2);
    // Nor in a later run.
    await collect(agent, { runId: 'r4' });
    expect(JSON.stringify(seen)).not.toContain('answers1.');
  });
});

describe('withServerTools around an agent that asks itself', () => {
  it('tells both questions, and hands on the answers that are not its own', async () => {
    const [, make] = KINDS[3] as (typeof KINDS)[number];
    const seen: Input[] = [];
    const agent = withServerTools(
      make(function* ask(input) {
        yield runStarted(input);
        const interrupts = [{ id: 'own', reason: 'choice' }];
        const isFirst = input.resume === undefined && input.runId === 'r1';
        if (isFirst) yield* toolCall({ id: 'c1', name: 'lookup', args: { city: 'Rome' } });
        const outcome = { type: 'interrupt', interrupts };
        yield { ...runFinished(input), ...(isFirst ? { outcome } : {}) };
      }, seen),
      [{ ...lookup, needsApproval: true }],
    );
    expect(idsOf(await collect(agent))).toEqual(['own', 'c1']);
    const resume = [yes('own', 'mine'), yes('c1')];
    const second = await collect(agent, { runId: 'r2', resume });
    expect(resultOf(second)).toBe('sunny in Rome');
    expect(seen[1]?.resume).toEqual([yes('own', 'mine')]);
  });
});
