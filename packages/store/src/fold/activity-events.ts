import type { BaseEvent } from '../ag-ui.js';
import { patched } from './patched.js';
import { openingFields, textOf } from './event-fields.js';
import type { MessageList } from './message-list.js';

export function takeActivitySnapshot(messages: MessageList, event: BaseEvent): void {
  const id = textOf(event.messageId);
  const activityType = textOf(event.activityType);
  const { content } = event;
  if (id === null || activityType === null || content === undefined) return;
  const known = messages.get(id);
  const message = { id, role: 'activity', activityType, content, ...openingFields(event) };
  if (known === undefined) {
    messages.append(message);
  } else if (known.role === 'activity') {
    if (event.replace !== false) known.assign({ activityType, content });
    known.annotate(event);
    messages.touch();
  } else if (event.replace !== false) {
    messages.replace(message);
  }
}

export function takeActivityDelta(messages: MessageList, event: BaseEvent): void {
  const known = messages.get(textOf(event.messageId) ?? '');
  if (known?.role !== 'activity') return;
  const content = patched(known.content, event.patch);
  if (content === undefined) return;
  const activityType = textOf(event.activityType);
  known.assign({ content, ...(activityType === null ? null : { activityType }) });
  known.annotate(event);
  messages.touch();
}
