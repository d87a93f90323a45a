import type { Gate } from '../../support/gate.js';
import type { Script } from '../../support/scripted-agent.js';

/** Says `Hello`, waits, and says ` world`. */
export function pausedAnswer(gate: Gate): Script {
  return async (run) => {
    run.started();
    run.emit({ type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' });
    run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Hello' });
    await gate.passed;
    run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: ' world' });
    run.emit({ type: 'TEXT_MESSAGE_END', messageId: 'm1' });
    run.finished();
  };
}
