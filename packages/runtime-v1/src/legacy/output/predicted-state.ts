import { isRecord } from '../../internal/is-record.js';
import { parsePartialJson } from './partial-json.js';

interface Prediction {
  readonly stateKey: string;
  readonly tool: string;
  /** The argument that is told; all of them where none is named. */
  readonly argument: string | undefined;
}

/** What the arguments of calls say of the state before the agent sets it: the `PredictState` event. v1.md 11.4. */
export class PredictedState {
  #predictions: readonly Prediction[] = [];
  readonly #names = new Map<string, string>();
  readonly #args = new Map<string, string>();

  expect(value: unknown): void {
    this.#predictions = (Array.isArray(value) ? value : [value]).flatMap(toPrediction);
  }

  startCall(id: string, name: string): void {
    if (this.#predictions.some(({ tool }) => tool === name)) this.#names.set(id, name);
  }

  /** Whether that may say something of the state. */
  append(id: string, text: string): boolean {
    if (!this.#names.has(id)) return false;
    this.#args.set(id, (this.#args.get(id) ?? '') + text);
    return true;
  }

  /** The agent has said itself what the state is. */
  clear(): void {
    this.#args.clear();
  }

  /** The fields that the arguments tell by now. */
  fields(): Record<string, unknown> {
    const fields: [string, unknown][] = [];
    for (const [id, text] of this.#args) {
      const args = parsePartialJson(text);
      if (!isRecord(args)) continue;
      for (const { stateKey, tool, argument } of this.#predictions) {
        if (tool !== this.#names.get(id)) continue;
        const value = argument === undefined ? args : args[argument];
        if (value !== undefined) fields.push([stateKey, value]);
      }
    }
    return Object.fromEntries(fields);
  }
}

function toPrediction(value: unknown): Prediction[] {
  if (!isRecord(value)) return [];
  const { state_key: stateKey, tool, tool_argument: argument } = value;
  if (typeof stateKey !== 'string' || typeof tool !== 'string') return [];
  return [{ stateKey, tool, argument: typeof argument === 'string' ? argument : undefined }];
}
