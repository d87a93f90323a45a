import { ToolCallChunkExpander } from '../expand-tool-call-chunks.js';
import type { AguiEvent, RunInput } from '../run-middleware.js';
import type { SyncRunTransform } from '../sync-middleware.js';
import { toolCallIdOf } from '../tool-call-events.js';
import { SandboxedUiCall } from './sandboxed-ui-call.js';

const TOOL = 'generateSandboxedUi';
const TERMINAL: ReadonlySet<string> = new Set(['RUN_FINISHED', 'RUN_ERROR']);

/** One run: knows the calls of the tool that have not ended. */
export class OpenGenerativeUITransform implements SyncRunTransform {
  readonly input: RunInput;
  readonly #chunks = new ToolCallChunkExpander((toolName) => toolName === TOOL);
  readonly #calls = new Map<string, SandboxedUiCall>();

  constructor(input: RunInput) {
    this.input = input;
  }

  push(event: AguiEvent): readonly AguiEvent[] {
    const events = this.#chunks.expand(event);
    const [only] = events;
    if (events.length === 1 && only !== undefined) return this.#push(only);
    return events.flatMap((each) => this.#push(each));
  }

  end(): Iterable<AguiEvent> {
    return this.abandon();
  }

  abandon(): readonly AguiEvent[] {
    const ended = this.#chunks.end().flatMap((event) => this.#push(event));
    return [...ended, ...this.#closeAll()];
  }

  #push(event: AguiEvent): readonly AguiEvent[] {
    if (TERMINAL.has(event.type)) return [...this.#closeAll(), event];
    if (event.type === 'TOOL_CALL_START') this.#started(event);
    if (this.#calls.size === 0) return [event];
    const toolCallId = toolCallIdOf(event);
    const call = toolCallId === undefined ? undefined : this.#calls.get(toolCallId);
    if (call === undefined || toolCallId === undefined) return [event];
    if (event.type === 'TOOL_CALL_START' || event.type === 'TOOL_CALL_ARGS')
      return call.push(event);
    if (event.type === 'TOOL_CALL_END') this.#calls.delete(toolCallId);
    return [...(event.type === 'TOOL_CALL_END' ? call.close() : call.release()), event];
  }

  #started(event: AguiEvent): void {
    const toolCallId = toolCallIdOf(event);
    if (event.toolCallName !== TOOL || toolCallId === undefined) return;
    if (!this.#calls.has(toolCallId)) this.#calls.set(toolCallId, new SandboxedUiCall(toolCallId));
  }

  #closeAll(): readonly AguiEvent[] {
    const closed = [...this.#calls.values()].flatMap((call) => call.close());
    this.#calls.clear();
    return closed;
  }
}
