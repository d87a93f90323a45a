import type { AguiEvent } from './run-middleware.js';

/** The id of the call that an event is about, if it has one. */
export function toolCallIdOf(event: AguiEvent): string | undefined {
  const { toolCallId } = event;
  return typeof toolCallId === 'string' ? toolCallId : undefined;
}

/** What an event adds to the arguments of its call. */
export function argumentsDeltaOf(event: AguiEvent): string {
  const { delta } = event;
  return typeof delta === 'string' ? delta : '';
}
