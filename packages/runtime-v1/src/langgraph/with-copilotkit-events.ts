import { EventType, type RunAgentInput } from '@ag-ui/client';
import type { LangGraphAgent, ProcessedEvents, SchemaKeys } from '@ag-ui/langgraph';
import { isRecord } from '../internal/is-record.js';
import { CustomEventNames } from './custom-event-names.js';
import { toAguiEvents } from './to-agui-events.js';
import { withAguiMetadata } from './with-agui-metadata.js';

/** What CopilotKit keeps in the state of a graph. */
const STATE_KEY = 'copilotkit';

/**
 * The agent of `@ag-ui/langgraph` for graphs that use the SDK of CopilotKit. v1.md 3.
 *
 * Custom events by which a graph tells something itself become text, tool calls, a snapshot of the
 * state, and `Exit`. Metadata of the SDK says which texts and tool calls are not told, and which
 * arguments are shown as state. The graph finds tools and context in `state.copilotkit`, and is not told
 * of earlier reasoning.
 */
export function withCopilotKitEvents(Base: typeof LangGraphAgent): typeof LangGraphAgent {
  return class CopilotKitLangGraphAgent extends Base {
    override run(input: RunAgentInput): ReturnType<LangGraphAgent['run']> {
      const given: unknown = input.forwardedProps;
      const forwardedProps = isRecord(given) ? given : {};
      return super.run({
        ...input,
        messages: input.messages.filter(({ role }) => role !== 'reasoning'),
        forwardedProps: {
          ...forwardedProps,
          streamSubgraphs: forwardedProps['streamSubgraphs'] ?? true,
        },
      });
    }

    override handleSingleEvent(event: unknown): void {
      super.handleSingleEvent(withAguiMetadata(event));
    }

    override dispatchEvent(event: ProcessedEvents): boolean {
      if (event.type !== EventType.CUSTOM) return super.dispatchEvent(event);
      const { name, value } = event as { readonly name: string; readonly value?: unknown };
      if (name === CustomEventNames.CopilotKitManuallyEmitIntermediateState && isRecord(value)) {
        return this.#tellState(value);
      }
      const told = toAguiEvents(name, value);
      if (told === null) return super.dispatchEvent(event);
      // The events of AG-UI, whose types each version has of its own.
      return told.every((each) => super.dispatchEvent(each as ProcessedEvents));
    }

    override langGraphDefaultMergeState(
      ...merged: Parameters<LangGraphAgent['langGraphDefaultMergeState']>
    ): ReturnType<LangGraphAgent['langGraphDefaultMergeState']> {
      const state = super.langGraphDefaultMergeState(...merged);
      const own: unknown = state[STATE_KEY];
      const agui: unknown = state['ag-ui'];
      const { tools = [], context = [] } = isRecord(agui) ? agui : {};
      return {
        ...state,
        [STATE_KEY]: { ...(isRecord(own) ? own : {}), actions: tools, context },
      };
    }

    override async getSchemaKeys(): Promise<SchemaKeys> {
      const keys = await super.getSchemaKeys();
      if (keys === null) return keys;
      return { ...keys, input: withStateKey(keys.input), output: withStateKey(keys.output) };
    }

    /** The state of the graph itself is not told until it has caught up. */
    #tellState(state: Record<string, unknown>): boolean {
      if (this.activeRun !== undefined) this.activeRun.manuallyEmittedState = state;
      const thread = { values: state } as Parameters<LangGraphAgent['getStateSnapshot']>[0];
      const snapshot = this.getStateSnapshot(thread);
      return super.dispatchEvent({ type: EventType.STATE_SNAPSHOT, snapshot } as ProcessedEvents);
    }
  };
}

/** No list: the graph does not tell its schema, and everything is let through. */
function withStateKey(keys: string[] | null): string[] | null {
  return keys === null || keys.includes(STATE_KEY) ? keys : [...keys, STATE_KEY];
}
