import type { BaseEvent } from '@flightdeck/store';
import { filter, type Observable } from '../internal/observable.js';
import { isBareChange } from './bare-change.js';
import { isBareDelta, type BareDelta } from './plain-delta.js';

/** The part of AG-UI's `AbstractAgent` that produces events. */
export interface EventfulAgent {
  run?: unknown;
  readonly middlewares?: unknown;
}

/**
 * Leads events around AG-UI's pipeline with which it does nothing but pass them on.
 *
 * The pipeline expands chunks and verifies the order of events, at a price per event above that of
 * writing it. A delta of an open item changes neither, as long as no chunk is being put together, nor
 * does a change of state in the middle of a run: they go straight to where the pipeline ends. Everything
 * else takes the pipeline of the agent's own AG-UI version, and what comes out of it decides what is open.
 */
export class PipelineShortcut {
  readonly #deliver: (event: BaseEvent) => void;
  readonly #texts = new Set<unknown>();
  readonly #calls = new Set<unknown>();
  readonly #reasoning = new Set<unknown>();
  /** Events that have entered the pipeline and not left it: nothing may overtake them. */
  #inside = 0;
  /** Whether the pipeline may do more than pass on: it expands chunks, or runs more than once. */
  #isBarred = false;
  #isRunning = false;
  /** Between RUN_STARTED and the end of the run, as the pipeline sees it. */
  #isUnderWay = false;

  private constructor(deliver: (event: BaseEvent) => void) {
    this.#deliver = deliver;
  }

  /**
   * Puts a shortcut around the pipeline of an agent made for one run; `null` where middlewares of the
   * agent must see every event.
   *
   * @param deliver takes the events that the pipeline does not see; must not throw
   */
  static around(
    agent: EventfulAgent,
    deliver: (event: BaseEvent) => void,
  ): PipelineShortcut | null {
    const { run } = agent;
    if (typeof run !== 'function' || hasMiddlewares(agent)) return null;
    const shortcut = new PipelineShortcut(deliver);
    const runAround = (...args: readonly unknown[]): unknown => {
      const events: unknown = Reflect.apply(run, agent, args);
      // A subclass may have added some when its run was about to begin.
      return hasMiddlewares(agent) ? events : shortcut.#divert(events);
    };
    const own = { value: runAround, configurable: true, writable: true };
    return Reflect.defineProperty(agent, 'run', own) ? shortcut : null;
  }

  /** To be told of every event that leaves the pipeline. */
  onPassed({ type, messageId, toolCallId, subagentRunId }: BaseEvent): void {
    this.#inside -= 1;
    if (this.#inside < 0) this.#isBarred = true;
    // What a subagent says has rules of its own.
    if (subagentRunId !== undefined) this.#isBarred = true;
    switch (type) {
      case 'TEXT_MESSAGE_START':
        this.#texts.add(messageId);
        break;
      case 'TEXT_MESSAGE_END':
        this.#texts.delete(messageId);
        break;
      case 'TOOL_CALL_START':
        this.#calls.add(toolCallId);
        break;
      case 'TOOL_CALL_END':
        this.#calls.delete(toolCallId);
        break;
      case 'REASONING_MESSAGE_START':
        this.#reasoning.add(messageId);
        break;
      case 'REASONING_MESSAGE_END':
        this.#reasoning.delete(messageId);
        break;
      case 'RUN_STARTED':
      case 'RUN_FINISHED':
      case 'RUN_ERROR':
        this.#closeAll();
        this.#isUnderWay = type === 'RUN_STARTED';
        break;
      default:
    }
  }

  /** The same events, of which only those are left to the pipeline that it has something to do with. */
  #divert(events: unknown): unknown {
    if (!isObservable(events)) return events;
    this.#isBarred ||= this.#isRunning;
    this.#isRunning = true;
    return filter((event: unknown) => {
      if (!this.#mayPass(event)) return true;
      this.#deliver(event);
      return false;
    })(events);
  }

  /** Never throws: it is called from wherever the agent likes, where that might end the process. */
  #mayPass(event: unknown): event is BaseEvent {
    try {
      if (this.#isPassedOn(event as BaseEvent)) return true;
      this.#isBarred ||= (event as BaseEvent).type.endsWith('_CHUNK');
    } catch {
      // Not an event, or one that cannot be read: the pipeline has an opinion on that.
    }
    this.#inside += 1;
    return false;
  }

  #isPassedOn(event: BaseEvent): boolean {
    if (this.#isBarred || this.#inside !== 0) return false;
    if (isBareDelta(event)) return this.#isOfOpenItem(event);
    return this.#isUnderWay && isBareChange(event);
  }

  #isOfOpenItem(event: BareDelta): boolean {
    switch (event.type) {
      case 'TEXT_MESSAGE_CONTENT':
        return this.#texts.has(event.messageId);
      case 'TOOL_CALL_ARGS':
        return this.#calls.has(event.toolCallId);
      default:
        return this.#reasoning.has(event.messageId);
    }
  }

  #closeAll(): void {
    this.#texts.clear();
    this.#calls.clear();
    this.#reasoning.clear();
  }
}

function hasMiddlewares({ middlewares }: EventfulAgent): boolean {
  // What is not a list is something that nobody has tested.
  return !Array.isArray(middlewares) || middlewares.length > 0;
}

/** Whether it is one of rxjs, of whichever copy: operators go by this method. */
function isObservable(value: unknown): value is Observable<unknown> {
  return typeof value === 'object' && value !== null && 'lift' in value;
}
