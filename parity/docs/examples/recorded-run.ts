import { transformRecordedEvents, type AguiEvent, type RunInput } from '@flightdeck/middlewares';

/** What clients would have been sent of a run that was stored as its agent told it. */
export function asClientsSaw(input: RunInput, stored: readonly AguiEvent[]): AguiEvent[] {
  return transformRecordedEvents(input, stored, { openGenerativeUI: true, a2ui: {} });
}
