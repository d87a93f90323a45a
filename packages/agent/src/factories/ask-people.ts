import { isRecord } from '../tools/is-record.js';
import type { FactoryInterrupt, ResumeAnswer } from './factory-config.js';
import { InterruptSignal } from './interrupt-signal.js';

/** `ctx.interrupt` of a run with this `input.resume`. */
export function askPeople(
  resume: unknown,
): (interrupts: readonly FactoryInterrupt[]) => Promise<ResumeAnswer[]> {
  const answers = (Array.isArray(resume) ? resume : []).flatMap(toAnswer);
  return async (interrupts) => {
    const asked = new Set(interrupts.map(({ id }) => id));
    const given = answers.filter(({ interruptId }) => asked.has(interruptId));
    const answered = new Set(given.map(({ interruptId }) => interruptId));
    if (answered.size < asked.size || asked.size === 0) throw new InterruptSignal(interrupts);
    return given;
  };
}

function toAnswer(entry: unknown): ResumeAnswer[] {
  if (!isRecord(entry) || typeof entry['interruptId'] !== 'string') return [];
  const { interruptId, payload } = entry;
  const status = entry['status'] === 'cancelled' ? 'cancelled' : 'resolved';
  return [{ interruptId, status, ...(payload === undefined ? {} : { payload }) }];
}
