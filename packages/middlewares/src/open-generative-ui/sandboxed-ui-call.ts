import { PartialJson, type JsonPath } from '../json/partial-json.js';
import type { AguiEvent } from '../run-middleware.js';
import { argumentsDeltaOf } from '../tool-call-events.js';

interface PatchOperation {
  readonly op: 'add';
  readonly path: string;
  readonly value: unknown;
}

type Kind = 'string' | 'array' | 'object';

/** What becomes of a parameter of the tool: it has its own name in the content of the activity. */
interface Parameter {
  readonly kind: 'string' | 'array';
  /** Told in parts while it is written. */
  readonly streamed: boolean;
  /** Followed by `<name>Complete`. */
  readonly completed: boolean;
}

const HEIGHT = 'initialHeight';

const PARAMETERS: ReadonlyMap<unknown, Parameter> = new Map<unknown, Parameter>([
  ['placeholderMessages', { kind: 'array', streamed: true, completed: false }],
  ['css', { kind: 'string', streamed: false, completed: true }],
  ['html', { kind: 'string', streamed: true, completed: true }],
  ['jsFunctions', { kind: 'string', streamed: false, completed: true }],
  ['jsExpressions', { kind: 'array', streamed: true, completed: true }],
]);

/**
 * One call of the tool and its activity. The events of the call are held until there is something to
 * show, so that a browser has the activity before the call.
 */
export class SandboxedUiCall {
  readonly #about: { readonly messageId: string; readonly activityType: string };
  readonly #arguments: PartialJson;
  #held: AguiEvent[] = [];
  #holds = true;
  #shown = false;
  #snapshot: AguiEvent | null = null;
  #operations: PatchOperation[] = [];

  constructor(toolCallId: string) {
    this.#about = { messageId: `${toolCallId}-activity`, activityType: 'open-generative-ui' };
    this.#arguments = new PartialJson(
      {
        opened: (path, kind) => this.#opened(path, kind),
        text: (path, part) => this.#textGrew(path, part),
        closed: (path, value) => this.#closed(path, value),
      },
      { reportDepth: 2 },
    );
  }

  /** The start of the call, or more of its arguments. */
  push(event: AguiEvent): readonly AguiEvent[] {
    this.#arguments.write(argumentsDeltaOf(event));
    const snapshot = this.#snapshot;
    if (snapshot === null) {
      if (!this.#holds) return [event, ...this.#takeDelta()];
      this.#held.push(event);
      return [];
    }
    this.#snapshot = null;
    return [snapshot, ...this.release(), event, ...this.#takeDelta()];
  }

  /** Lets go of what is held; from now on events pass at once. */
  release(): readonly AguiEvent[] {
    const held = this.#held;
    this.#held = [];
    this.#holds = false;
    return held;
  }

  /** Nothing more will come: what is held, and that the interface is no longer being written. */
  close(): readonly AguiEvent[] {
    const held = this.release();
    if (!this.#shown) return held;
    this.#add('/generating', false);
    return [...held, ...this.#takeDelta()];
  }

  #opened([name, index]: JsonPath, kind: Kind): void {
    const parameter = PARAMETERS.get(name);
    if (index !== undefined || parameter?.kind !== kind) return;
    this.#show({});
    if (parameter.streamed) this.#add(`/${name}`, []);
  }

  #textGrew([name, index]: JsonPath, part: string): void {
    const parameter = PARAMETERS.get(name);
    if (index !== undefined || parameter?.kind !== 'string') return;
    if (parameter.streamed) this.#add(`/${name}/-`, part);
  }

  #closed([name, index]: JsonPath, value: unknown): void {
    if (name === HEIGHT && typeof value === 'number') {
      if (this.#shown) this.#add(`/${HEIGHT}`, value);
      else this.#show({ [HEIGHT]: value });
      return;
    }
    const parameter = PARAMETERS.get(name);
    if (parameter === undefined) return;
    if (index !== undefined) this.#itemClosed(`/${name}/-`, parameter, value);
    else if (kindOf(value) === parameter.kind) {
      if (!parameter.streamed) this.#add(`/${name}`, value);
      if (parameter.completed) this.#add(`/${name}Complete`, true);
    }
  }

  #itemClosed(path: string, parameter: Parameter, value: unknown): void {
    if (parameter.kind === 'array' && typeof value === 'string') this.#add(path, value);
  }

  #show(content: Readonly<Record<string, unknown>>): void {
    if (this.#shown) return;
    this.#shown = true;
    this.#snapshot = {
      type: 'ACTIVITY_SNAPSHOT',
      ...this.#about,
      content: { ...content, generating: true },
    };
  }

  #add(path: string, value: unknown): void {
    this.#operations.push({ op: 'add', path, value });
  }

  #takeDelta(): readonly AguiEvent[] {
    const patch = this.#operations;
    if (patch.length === 0) return [];
    this.#operations = [];
    return [{ type: 'ACTIVITY_DELTA', ...this.#about, patch }];
  }
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
