import type { Clock } from '../internal/clock.js';
import type { RuntimeAgent } from './agent.js';

interface Asked {
  readonly answer: Promise<unknown>;
  /** The answer once it is there. */
  known?: { readonly capabilities: unknown };
  /** Whether somebody has waited for it in vain: the next ones need not. */
  late: boolean;
}

/** Remembers what agents said of themselves, for as long as the agents live. Failures are asked again. */
export class CapabilityCache {
  readonly #asked = new WeakMap<RuntimeAgent, Asked>();

  /**
   * The capabilities of an agent. One that has not answered in time once is not waited for again;
   * its answer is told as soon as it is there.
   *
   * @throws what the agent throws, and an Error after `timeoutMs`
   */
  async of(agent: RuntimeAgent, timeoutMs: number, clock: Clock): Promise<unknown> {
    const asked = this.#ask(agent);
    if (asked.known !== undefined) return asked.known.capabilities;
    return new Promise((resolve, reject) => {
      const cancel = clock.after(asked.late ? 0 : timeoutMs, () => {
        asked.late = true;
        reject(new Error(`No answer within ${timeoutMs} ms`));
      });
      asked.answer.then(resolve, reject).finally(cancel);
    });
  }

  #ask(agent: RuntimeAgent): Asked {
    const known = this.#asked.get(agent);
    if (known !== undefined) return known;
    const asked: Asked = {
      answer: Promise.resolve().then(() => agent.getCapabilities?.()),
      late: false,
    };
    this.#asked.set(agent, asked);
    asked.answer.then(
      (capabilities) => {
        asked.late = false;
        asked.known = { capabilities };
      },
      () => this.#asked.delete(agent),
    );
    return asked;
  }
}
