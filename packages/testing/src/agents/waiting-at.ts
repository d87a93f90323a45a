import { runFinished, runStarted, textDelta, textEnd, textStart } from './events.js';
import type { Gate } from './gate.js';
import type { Script } from './scripted-agent.js';

/** Says something, waits, and says the rest; each run of a thread waits at a gate of its own. */
export function waitingAt(gates: readonly Gate[], ignoresAbort = false): Script {
  let next = 0;
  return async function* waiting({ input, ignoreAbort }) {
    if (ignoresAbort) ignoreAbort();
    const gate = gates[next];
    next += 1;
    const messageId = `${input.runId}-message`;
    yield runStarted(input);
    yield textStart(messageId);
    yield textDelta(messageId, 'begun');
    await gate?.opened;
    yield textDelta(messageId, ' done');
    yield textEnd(messageId);
    yield runFinished(input);
  };
}
