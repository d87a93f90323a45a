/** The tools by which a model changes the state of the thread (agent.md 5.1). */
export const STATE_SNAPSHOT_TOOL = 'AGUISendStateSnapshot';
export const STATE_DELTA_TOOL = 'AGUISendStateDelta';

/** What the browser asks for when it wants suggestions (agent.md 4.7). */
export const SUGGESTION_TOOL = 'copilotkitSuggest';

/** Drawn by the browser from arguments that no strict schema describes. */
export const RENDER_A2UI_TOOL = 'render_a2ui';

const RESERVED_NAMES: readonly string[] = [
  RENDER_A2UI_TOOL,
  'log_a2ui_event',
  'generateSandboxedUi',
  SUGGESTION_TOOL,
];

const RESERVED_PREFIXES: readonly string[] = ['AGUISend', 'copilotkit_'];

/** Whether the runtime or a client gives the name a meaning of its own, so that no server tool may have it (agent.md 18.6). */
export function isReservedToolName(name: string): boolean {
  return (
    RESERVED_NAMES.includes(name) || RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix))
  );
}
