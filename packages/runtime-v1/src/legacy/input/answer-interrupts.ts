import type { Interrupt } from '../output/meta-events.js';
import { isRecord } from '../../internal/is-record.js';
import type { GenerateInput, LegacyMetaEvent } from './generate-input.js';
import { MAX_NESTING, nestsDeeperThan } from './nests-deeper-than.js';
import type { ResumeItem } from './to-run-request.js';

type Answered = LegacyMetaEvent & { readonly response: string };

/** The answers that a client brings to what has stopped an agent. */
export function answersOf({ metaEvents }: GenerateInput): readonly Answered[] {
  return metaEvents.filter((event): event is Answered => event.response !== undefined);
}

/**
 * The same answers for agents that have left interrupts in AG-UI's own form: each to the interrupt
 * that the client repeats with it, else to the first that has no answer.
 */
export function answerInterrupts(
  open: readonly Interrupt[],
  answers: readonly Answered[],
): ResumeItem[] {
  const unanswered = new Set(open.map(({ id }) => id));
  const items: ResumeItem[] = [];
  for (const { value, response } of answers) {
    const named = idIn(value);
    const [first] = unanswered;
    const interruptId = named !== undefined && unanswered.has(named) ? named : first;
    if (interruptId === undefined) break;
    unanswered.delete(interruptId);
    items.push({ interruptId, status: 'resolved', payload: parsed(response) });
  }
  return items;
}

function idIn(value: string | undefined): string | undefined {
  const interrupt = value === undefined ? undefined : parsed(value);
  return isRecord(interrupt) && typeof interrupt.id === 'string' ? interrupt.id : undefined;
}

/** Clients answer in texts, of which many mean JSON. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return nestsDeeperThan(value, MAX_NESTING) ? text : value;
  } catch {
    return text;
  }
}
