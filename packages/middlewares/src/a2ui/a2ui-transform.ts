import { ToolCallChunkExpander } from '../expand-tool-call-chunks.js';
import type { AguiEvent, RunInput } from '../run-middleware.js';
import type { SyncRunTransform } from '../sync-middleware.js';
import { argumentsDeltaOf, toolCallIdOf } from '../tool-call-events.js';
import type { A2UIRecoveryOptions } from './a2ui-options.js';
import { EVENT_TOOL, OPERATIONS_KEY, surfaceMessageId } from './a2ui-wire.js';
import { OuterCalls } from './outer-calls.js';
import { PendingRenderCalls } from './pending-render-calls.js';
import { RenderCall, type RenderProgress, type RenderRules } from './render-call.js';
import { SurfaceLifecycle } from './surface-lifecycle.js';
import { surfaceResultOf, type SurfaceResult } from './tool-result.js';

export interface A2UITransformOptions {
  readonly toolNames: ReadonlySet<string>;
  readonly rules: RenderRules;
  readonly recovery: A2UIRecoveryOptions | undefined;
}

interface TrackedCall {
  readonly call: RenderCall;
  readonly messageId: string;
  /** The calls whose results would show the surface again. */
  readonly repeatedBy: readonly string[];
}

/** One run: turns the arguments of render tools, and results with operations, into activities. */
export class A2UITransform implements SyncRunTransform {
  readonly input: RunInput;
  readonly #options: A2UITransformOptions;
  readonly #chunks: ToolCallChunkExpander;
  readonly #calls = new Map<string, TrackedCall>();
  readonly #outer = new OuterCalls();
  readonly #pending: PendingRenderCalls;
  readonly #surfaces: SurfaceLifecycle;
  /** The surfaces that were painted from arguments, by the call whose result repeats them. */
  readonly #painted = new Map<string, Set<string>>();
  #finished: AguiEvent | null = null;

  constructor(input: RunInput, options: A2UITransformOptions) {
    this.input = input;
    this.#options = options;
    this.#chunks = new ToolCallChunkExpander((toolName) => options.toolNames.has(toolName));
    this.#pending = new PendingRenderCalls(options.toolNames);
    this.#pending.read(input.messages);
    this.#surfaces = new SurfaceLifecycle(options.recovery);
  }

  push(event: AguiEvent): readonly AguiEvent[] {
    const events = this.#chunks.expand(event);
    const [only] = events;
    if (events.length === 1 && only !== undefined) return this.#push(only);
    return events.flatMap((each) => this.#push(each));
  }

  end(): Iterable<AguiEvent> {
    const ended = this.#chunks.end().flatMap((event) => this.#push(event));
    return [...ended, ...this.#release(), ...this.#surfaces.end()];
  }

  abandon(): readonly AguiEvent[] {
    const ended = this.#chunks.end().flatMap((event) => this.#push(event));
    return [...ended, ...this.#surfaces.end()];
  }

  #push(event: AguiEvent): readonly AguiEvent[] {
    switch (event.type) {
      case 'TOOL_CALL_START':
        return [...this.#release(), ...this.#started(event), event];
      case 'TOOL_CALL_ARGS':
      case 'TOOL_CALL_END':
        return this.#written(event);
      case 'TOOL_CALL_RESULT':
        return [...this.#release(), event, ...this.#answered(event)];
      case 'MESSAGES_SNAPSHOT':
        if (Array.isArray(event.messages)) this.#pending.read(event.messages);
        return [...this.#release(), event];
      case 'RUN_FINISHED': {
        const released = this.#release();
        this.#finished = event;
        return released;
      }
      case 'RUN_ERROR':
        return [...this.#release(), ...this.#surfaces.end(), event];
      default:
        return this.#finished === null ? [event] : [...this.#release(), event];
    }
  }

  #started(event: AguiEvent): readonly AguiEvent[] {
    const toolCallId = toolCallIdOf(event);
    const { toolCallName } = event;
    if (toolCallId === undefined || typeof toolCallName !== 'string') return [];
    if (!this.#options.toolNames.has(toolCallName)) {
      if (toolCallName !== EVENT_TOOL) this.#outer.started(toolCallId, event);
      return [];
    }
    // Starting a call again is no new call.
    if (this.#calls.has(toolCallId)) return [];
    const outer = this.#outer.around(event);
    const owner = outer === undefined || outer.isSibling ? toolCallId : outer.toolCallId;
    const messageId = surfaceMessageId(owner);
    const repeatedBy = outer === undefined ? [toolCallId] : [toolCallId, outer.toolCallId];
    const call = new RenderCall(this.#options.rules);
    this.#calls.set(toolCallId, { call, messageId, repeatedBy });
    this.#pending.started(toolCallId);
    return this.#surfaces.building(messageId);
  }

  /** More of the arguments of a call, or their end. */
  #written(event: AguiEvent): readonly AguiEvent[] {
    const toolCallId = toolCallIdOf(event);
    const tracked = toolCallId === undefined ? undefined : this.#calls.get(toolCallId);
    if (tracked === undefined) {
      return this.#finished === null ? [event] : [...this.#release(), event];
    }
    const { call } = tracked;
    const ends = event.type === 'TOOL_CALL_END';
    const progress = ends ? call.end() : call.push(argumentsDeltaOf(event));
    if (progress === undefined) return [...this.#release(), event];
    return [...this.#release(), ...this.#tell(tracked, progress), event];
  }

  #tell({ messageId, repeatedBy }: TrackedCall, progress: RenderProgress): readonly AguiEvent[] {
    if (progress.kind === 'tokens') return this.#surfaces.progress(messageId, progress.tokens);
    if (progress.kind === 'invalid') return this.#surfaces.invalid(messageId, progress.errors);
    for (const toolCallId of repeatedBy) {
      const painted = this.#painted.get(toolCallId) ?? new Set();
      this.#painted.set(toolCallId, painted.add(progress.surfaceId));
    }
    return this.#surfaces.painted(messageId, progress.content);
  }

  #answered(event: AguiEvent): readonly AguiEvent[] {
    const toolCallId = toolCallIdOf(event);
    if (toolCallId === undefined) return [];
    this.#pending.answered(toolCallId);
    this.#outer.answered(toolCallId);
    const result = surfaceResultOf(event.content);
    return result === undefined ? [] : this.#show(toolCallId, result);
  }

  #show(toolCallId: string, result: SurfaceResult): readonly AguiEvent[] {
    const shared = this.#calls.get(toolCallId)?.messageId ?? surfaceMessageId(toolCallId);
    if (result.kind === 'failed')
      return this.#surfaces.failed(shared, result.error, result.attempts);
    const painted = this.#painted.get(toolCallId);
    const { bySurface } = result;
    return [...bySurface].flatMap(([surfaceId, operations]) => {
      if (painted?.has(surfaceId) === true) return [];
      const alone = bySurface.size === 1 || this.#surfaces.awaits(shared);
      const messageId = alone ? shared : surfaceMessageId(toolCallId, surfaceId);
      return this.#surfaces.painted(messageId, { [OPERATIONS_KEY]: operations });
    });
  }

  /** What goes before the end of the run that was held, and that. */
  #release(): readonly AguiEvent[] {
    const finished = this.#finished;
    if (finished === null) return [];
    this.#finished = null;
    const results = this.#pending.take().map((toolCallId): AguiEvent => ({
      type: 'TOOL_CALL_RESULT',
      messageId: `a2ui-result-${toolCallId}`,
      toolCallId,
      role: 'tool',
      content: '{"status":"rendered"}',
    }));
    return [...this.#surfaces.end(), ...results, finished];
  }
}
