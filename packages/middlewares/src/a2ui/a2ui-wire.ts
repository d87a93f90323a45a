// The names by which frontends, agents and this package know each other's parts of A2UI.

export const ACTIVITY_TYPE = 'a2ui-surface';
export const OPERATIONS_KEY = 'a2ui_operations';
export const VERSION = 'v0.9';
export const DEFAULT_TOOL = 'render_a2ui';
export const EVENT_TOOL = 'log_a2ui_event';
export const EXHAUSTED_CODE = 'a2ui_recovery_exhausted';
export const BASIC_CATALOG = 'https://a2ui.org/specification/v0_9/basic_catalog.json';

/** Marks the entry of the context that holds the catalog of the frontend. */
export const SCHEMA_DESCRIPTION =
  'A2UI Component Schema — available components for generating UI surfaces. Use these component names and properties when creating A2UI operations.';

/** The id of the activity of all surfaces that one tool call makes. */
export function surfaceMessageId(toolCallId: string, surfaceId?: string): string {
  return `a2ui-surface-${surfaceId === undefined ? '' : `${surfaceId}-`}${toolCallId}`;
}
