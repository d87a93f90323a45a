import { AdapterMisuse } from './adapter-misuse.js';
import type { AdapterEvent } from './adapter-event.js';
import type { RuntimeEventStream } from './runtime-event-source.js';

export type AdapterState = Parameters<RuntimeEventStream['sendAgentStateMessage']>[0];

/** Tells the states of an agent that an adapter speaks for: the other way round of v1.md 11.4. */
export class AdapterStateWriter {
  readonly #emit: (event: AdapterEvent) => void;
  #step: string | undefined;
  #hasExited = false;

  constructor(emit: (event: AdapterEvent) => void) {
    this.#emit = emit;
  }

  write({ nodeName, active, running, state }: AdapterState): void {
    const snapshot = parsed(state);
    if (active) this.#enter(nodeName);
    if (!running && !this.#hasExited) {
      this.#hasExited = true;
      this.#emit({ type: 'CUSTOM', name: 'Exit', value: '' });
    }
    this.#emit({ type: 'STATE_SNAPSHOT', snapshot });
    if (!active) this.close();
  }

  /** Leaves the step that the agent is in. */
  close(): void {
    if (this.#step === undefined) return;
    this.#emit({ type: 'STEP_FINISHED', stepName: this.#step });
    this.#step = undefined;
  }

  #enter(stepName: string): void {
    if (this.#step === stepName || stepName === '') return;
    this.close();
    this.#step = stepName;
    this.#emit({ type: 'STEP_STARTED', stepName });
  }
}

function parsed(state: unknown): unknown {
  if (typeof state !== 'string') return state ?? {};
  try {
    return JSON.parse(state) as unknown;
  } catch {
    throw new AdapterMisuse('The state of an agent state message must be JSON');
  }
}
