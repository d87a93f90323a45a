import type { BaseEvent } from '@flightdeck/core';
import { runStarted, textDelta, textStart } from './events.js';
import { createGate, type Gate } from './gate.js';
import { ScriptedAgent } from './scripted-agent.js';

/** Throws what it is given after it has emitted some events; by default at once. */
export function failingAgent(
  thrown: unknown = new Error('The agent broke'),
  events: readonly unknown[] = [],
): ScriptedAgent {
  return new ScriptedAgent(function* failing() {
    yield* events;
    throw thrown;
  });
}

/** Emits nothing and waits until it is aborted. */
export function silentAgent(): ScriptedAgent {
  return new ScriptedAgent(async function* silent() {
    await new Promise<never>(() => undefined);
    yield undefined;
  });
}

/** Opens a message and goes on for ever without a sign of life, whatever it is told. */
export function wedgedAgent(): ScriptedAgent {
  return new ScriptedAgent(async function* wedged({ input, ignoreAbort }) {
    ignoreAbort();
    yield runStarted(input);
    yield textStart(`${input.runId}-message`);
    await new Promise<never>(() => undefined);
  });
}

/** Says something and waits for the gate before it ends. */
export function slowAgent(gate: Gate = createGate()): { agent: ScriptedAgent; gate: Gate } {
  const agent = new ScriptedAgent(async function* slow({ input }) {
    const messageId = `${input.runId}-message`;
    yield runStarted(input);
    yield textStart(messageId);
    yield textDelta(messageId, 'Hel');
    await gate.opened;
    yield textDelta(messageId, 'lo');
    yield { type: 'TEXT_MESSAGE_END', messageId };
    yield { type: 'RUN_FINISHED', threadId: input.threadId, runId: input.runId };
  });
  return { agent, gate };
}

/** Emits a long message as fast as it can. */
export function noisyAgent(deltas: number, delta = 'x'.repeat(1_000)): ScriptedAgent {
  return new ScriptedAgent(({ input }) => noise(input.runId, deltas, delta));
}

function* noise(runId: string, deltas: number, delta: string): Generator<BaseEvent> {
  const messageId = `${runId}-message`;
  yield textStart(messageId);
  for (let index = 0; index < deltas; index += 1) yield textDelta(messageId, delta);
  yield { type: 'TEXT_MESSAGE_END', messageId };
  yield { type: 'RUN_FINISHED' };
}
