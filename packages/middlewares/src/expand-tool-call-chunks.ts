import type { AguiEvent } from './run-middleware.js';
import { toolCallIdOf } from './tool-call-events.js';

/** Events that may come between two chunks of a call without ending it. */
const BETWEEN_CHUNKS: ReadonlySet<string> = new Set([
  'ACTIVITY_SNAPSHOT',
  'ACTIVITY_DELTA',
  'CUSTOM',
  'RAW',
  'STATE_SNAPSHOT',
  'STATE_DELTA',
  'MESSAGES_SNAPSHOT',
]);

/**
 * Writes the `TOOL_CALL_CHUNK` events of some tools out as start, arguments and end, so that other
 * events may be put between them: a client ends a call of chunks at whatever else it hears.
 */
export class ToolCallChunkExpander {
  readonly #concerns: (toolName: string) => boolean;
  #open: string | null = null;

  constructor(concerns: (toolName: string) => boolean) {
    this.#concerns = concerns;
  }

  expand(event: AguiEvent): readonly AguiEvent[] {
    if (event.type === 'TOOL_CALL_CHUNK') return this.#expandChunk(event);
    if (this.#open === null || BETWEEN_CHUNKS.has(event.type)) return [event];
    return [...this.end(), event];
  }

  /** Ends a call that is still open. */
  end(): readonly AguiEvent[] {
    if (this.#open === null) return [];
    const toolCallId = this.#open;
    this.#open = null;
    return [{ type: 'TOOL_CALL_END', toolCallId }];
  }

  #expandChunk(event: AguiEvent): readonly AguiEvent[] {
    const { toolCallName, parentMessageId, delta, ...rest } = event;
    const toolCallId = toolCallIdOf(event) ?? this.#open;
    if (toolCallId !== null && toolCallId === this.#open) {
      return delta === undefined ? [] : [argumentsEvent(rest, toolCallId, delta)];
    }
    const ended = this.end();
    if (toolCallId === null || typeof toolCallName !== 'string' || !this.#concerns(toolCallName)) {
      return [...ended, event];
    }
    this.#open = toolCallId;
    const parent = parentMessageId === undefined ? {} : { parentMessageId };
    const start = { ...rest, type: 'TOOL_CALL_START', toolCallId, toolCallName, ...parent };
    const args = delta === undefined ? [] : [argumentsEvent(rest, toolCallId, delta)];
    return [...ended, start, ...args];
  }
}

function argumentsEvent(rest: object, toolCallId: string, delta: unknown): AguiEvent {
  return { ...rest, type: 'TOOL_CALL_ARGS', toolCallId, delta };
}
