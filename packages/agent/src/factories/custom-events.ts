import type { BaseEvent } from '@ag-ui/client';
import { isRecord } from '../tools/is-record.js';
import { readUntilAborted } from './read-until-aborted.js';
import { ReportedRunError } from './reported-run-error.js';
import { readTanStackUsage } from './tanstack-usage.js';
import { toInterrupt } from './to-interrupt.js';
import { toTokenUsage } from '../run/usage.js';
import type { StreamDetails } from './stream-details.js';

/**
 * The events of a custom factory, but for the lifecycle: a second RUN_STARTED is dropped, what a
 * RUN_FINISHED tells goes into `details`, a RUN_ERROR becomes a rejection. What is no event is left
 * out.
 */
export async function* customEvents(
  stream: AsyncIterable<unknown>,
  signal: AbortSignal,
  details: StreamDetails,
): AsyncGenerator<BaseEvent, void, undefined> {
  for await (const event of readUntilAborted(stream, signal)) {
    if (!isRecord(event) || typeof event['type'] !== 'string') continue;
    if (event['type'] === 'RUN_STARTED') continue;
    if (event['type'] === 'RUN_ERROR') throw new ReportedRunError({ ...event, type: 'RUN_ERROR' });
    if (event['type'] === 'RUN_FINISHED') readEnd(event, details);
    // An event of whichever copy of AG-UI the factory uses.
    else yield event as unknown as BaseEvent;
  }
}

function readEnd(event: Readonly<Record<string, unknown>>, details: StreamDetails): void {
  const { result, outcome, finishReason } = event;
  if (result !== undefined) details.result = result;
  if (typeof finishReason === 'string') details.finishReason = finishReason;
  details.usage.push(
    ...readTanStackUsage(event).map(({ name, usage }) => toTokenUsage(name, usage)),
  );
  if (!isRecord(outcome) || outcome['type'] !== 'interrupt') return;
  const interrupts: unknown = outcome['interrupts'];
  for (const entry of Array.isArray(interrupts) ? interrupts : []) {
    const interrupt = toInterrupt(entry);
    if (interrupt !== undefined) details.interrupts.push(interrupt);
  }
}
