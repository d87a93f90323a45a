import { isRecord } from '../../internal/is-record.js';
import { parsePartialJson } from './partial-json.js';

interface Prediction {
  readonly stateKey: string;
  readonly tool: string;
  /** The argument that is told; all of them where none is named. */
  readonly argument: string | undefined;
}

interface PredictingCall {
  readonly name: string;
  /** The arguments since the agent has last said what the state is. */
  text: string;
  /** How much of the text the client has been told. */
  told: number;
}

/** The client is told the whole state each time: by what part the arguments have to grow for that. */
const MIN_GROWTH = 1 / 64;

/** What the arguments of calls say of the state before the agent sets it: the `PredictState` event. v1.md 11.4. */
export class PredictedState {
  #predictions: readonly Prediction[] = [];
  readonly #calls = new Map<string, PredictingCall>();

  expect(value: unknown): void {
    this.#predictions = (Array.isArray(value) ? value : [value]).flatMap(toPrediction);
  }

  startCall(id: string, name: string): void {
    if (!this.#predictions.some(({ tool }) => tool === name)) return;
    this.#calls.set(id, { name, text: '', told: 0 });
  }

  /** Whether the client should be told what that says of the state. */
  append(id: string, text: string): boolean {
    const call = this.#calls.get(id);
    if (call === undefined) return false;
    call.text += text;
    if (call.text.length - call.told < call.told * MIN_GROWTH) return false;
    call.told = call.text.length;
    return true;
  }

  /** Whether the client should be told what the whole arguments say. */
  endCall(id: string): boolean {
    const call = this.#calls.get(id);
    if (call === undefined || call.told === call.text.length) return false;
    call.told = call.text.length;
    return true;
  }

  /** The agent has said itself what the state is. */
  clear(): void {
    for (const call of this.#calls.values()) Object.assign(call, { text: '', told: 0 });
  }

  /** The fields that the arguments tell by now. */
  fields(): Record<string, unknown> {
    const fields: [string, unknown][] = [];
    for (const { name, text } of this.#calls.values()) {
      const args = parsePartialJson(text);
      if (!isRecord(args)) continue;
      for (const { stateKey, tool, argument } of this.#predictions) {
        if (tool !== name) continue;
        const value = argument === undefined ? args : ownField(args, argument);
        if (value !== undefined) fields.push([stateKey, value]);
      }
    }
    return Object.fromEntries(fields);
  }
}

function ownField(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function toPrediction(value: unknown): Prediction[] {
  if (!isRecord(value)) return [];
  const { state_key: stateKey, tool, tool_argument: argument } = value;
  if (typeof stateKey !== 'string' || typeof tool !== 'string') return [];
  return [{ stateKey, tool, argument: typeof argument === 'string' ? argument : undefined }];
}
