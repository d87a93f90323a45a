import { createGate, ScriptedAgent, type Gate } from '@flightdeck/testing';

/** Says one thing and ends. */
export function sayingAgent(text: string): ScriptedAgent {
  return new ScriptedAgent(({ input }) => [
    { type: 'TEXT_MESSAGE_START', messageId: `${input.runId}-m`, role: 'assistant' },
    { type: 'TEXT_MESSAGE_CONTENT', messageId: `${input.runId}-m`, delta: text },
    { type: 'TEXT_MESSAGE_END', messageId: `${input.runId}-m` },
    { type: 'RUN_FINISHED' },
  ]);
}

/** Starts its run, waits for the gate, and ends. */
export function waitingAgent(gate: Gate = createGate()): { agent: ScriptedAgent; gate: Gate } {
  const agent = new ScriptedAgent(async function* waiting({ input: { threadId, runId } }) {
    yield { type: 'RUN_STARTED', threadId, runId };
    await gate.opened;
    yield { type: 'RUN_FINISHED', threadId, runId };
  });
  return { agent, gate };
}
