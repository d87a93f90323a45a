import type { RuntimeAgent } from './agent.js';

/** Remembers what agents said of themselves, for as long as the agents live. Failures are asked again. */
export class CapabilityCache {
  readonly #answers = new WeakMap<RuntimeAgent, Promise<unknown>>();

  of(agent: RuntimeAgent): Promise<unknown> {
    const known = this.#answers.get(agent);
    if (known !== undefined) return known;
    const answer = Promise.resolve().then(() => agent.getCapabilities?.());
    this.#answers.set(agent, answer);
    answer.catch(() => this.#answers.delete(agent));
    return answer;
  }
}
