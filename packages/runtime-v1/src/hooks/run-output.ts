import { ThreadFold, type BaseEvent, type Message as AguiMessage } from '@flightdeck/core';
import type { Message } from '../messages/message.js';
import { toV1Messages } from '../messages/to-v1-messages.js';

/** What an agent has said in one run, as v1 messages. */
export class RunOutput {
  readonly #fold = new ThreadFold();
  #before: readonly AguiMessage[] = [];

  /** @param before what the run was started with, which snapshots of the history tell again */
  begin(before: readonly AguiMessage[]): void {
    this.#before = before;
  }

  add(event: BaseEvent): void {
    // Its input is no output.
    if (event.type !== 'RUN_STARTED') this.#fold.apply(event);
  }

  messages(): Message[] {
    const known = new Set(this.#before.map(({ id }) => id));
    const said = this.#fold.messages().filter(({ id }) => !known.has(id));
    // Results may be those of calls that were there before.
    const isCall = ({ toolCalls = [] }: AguiMessage): boolean => toolCalls.length > 0;
    const all = toV1Messages([...this.#before.filter(isCall), ...said]);
    return all.slice(all.length - toV1Messages(said).length);
  }
}
