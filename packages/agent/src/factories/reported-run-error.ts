import type { AgentEvent } from '../run/agent-event.js';

/** A factory has ended its run with a RUN_ERROR of its own, which is for clients as it is. */
export class ReportedRunError extends Error {
  override readonly name = 'ReportedRunError';
  readonly event: AgentEvent;

  constructor(event: AgentEvent) {
    const message = event['message'];
    super(typeof message === 'string' ? message : 'The factory reported a failed run');
    this.event = event;
  }
}
