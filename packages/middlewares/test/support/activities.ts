import type { AguiEvent } from '../../src/index.js';

type Content = Record<string, unknown>;

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value: unknown;
}

/** The contents of all activities after these events, by message id. Knows `add` of keys and items. */
export function activitiesAfter(events: readonly AguiEvent[]): Record<string, Content> {
  const contents: Record<string, Content> = {};
  for (const event of events) {
    const messageId = String(event.messageId);
    if (event.type === 'ACTIVITY_SNAPSHOT') {
      contents[messageId] = structuredClone(event.content as Content);
    } else if (event.type === 'ACTIVITY_DELTA') {
      const content = contents[messageId];
      if (content === undefined) throw new Error(`A delta without a snapshot: ${messageId}`);
      for (const operation of event.patch as Operation[]) apply(content, operation);
    }
  }
  return contents;
}

function apply(content: Content, { op, path, value }: Operation): void {
  const [, key = '', item] = path.split('/');
  if (op !== 'add' || (item !== undefined && item !== '-'))
    throw new Error(`Unknown ${op} ${path}`);
  if (item === undefined) content[key] = structuredClone(value);
  else (content[key] as unknown[]).push(value);
}

/** The statuses and operations that the activities show one after the other. */
export function snapshotsOf(events: readonly AguiEvent[]): Content[] {
  return events.flatMap((event) =>
    event.type === 'ACTIVITY_SNAPSHOT' ? [event.content as Content] : [],
  );
}

/** Types of events in order, with what tells activities apart. */
export function outline(events: readonly AguiEvent[]): string[] {
  return events.map((event) => {
    const { type } = event;
    if (type === 'ACTIVITY_DELTA') {
      return `delta ${(event.patch as Operation[]).map(({ path }) => path).join(' ')}`;
    }
    if (type === 'ACTIVITY_SNAPSHOT') {
      const { status } = event.content as Content;
      return typeof status === 'string' ? status : 'snapshot';
    }
    return typeof event.toolCallId === 'string' ? `${type} ${event.toolCallId}` : type;
  });
}
