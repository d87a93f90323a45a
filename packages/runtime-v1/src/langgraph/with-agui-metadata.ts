import { isRecord } from '../internal/is-record.js';

/** What the SDK of CopilotKit writes into the metadata of a model's call, and what AG-UI calls it. */
const NAMES: Readonly<Record<string, string>> = {
  'copilotkit:emit-messages': 'emit-messages',
  'copilotkit:emit-tool-calls': 'emit-tool-calls',
  'copilotkit:emit-intermediate-state': 'predict_state',
};

/** A raw event of LangGraph whose metadata is understood by the agent of `@ag-ui/langgraph`. */
export function withAguiMetadata(event: unknown): unknown {
  if (!isRecord(event) || !isRecord(event['metadata'])) return event;
  const { metadata } = event;
  const translated = Object.entries(NAMES).flatMap(([name, aguiName]) =>
    name in metadata && !(aguiName in metadata) ? [[aguiName, metadata[name]] as const] : [],
  );
  if (translated.length === 0) return event;
  return { ...event, metadata: { ...metadata, ...Object.fromEntries(translated) } };
}
