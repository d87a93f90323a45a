import type { BaseEvent } from '../ag-ui.js';

export function renderState(snapshot: unknown, last: BaseEvent): BaseEvent {
  const { delta: _folded, rawEvent: _onlyOfTheLast, ...rest } = last;
  return { ...rest, type: 'STATE_SNAPSHOT', snapshot };
}

export function renderActivity(content: unknown, last: BaseEvent): BaseEvent {
  const { patch: _folded, rawEvent: _onlyOfTheLast, ...rest } = last;
  return { ...rest, type: 'ACTIVITY_SNAPSHOT', content };
}
