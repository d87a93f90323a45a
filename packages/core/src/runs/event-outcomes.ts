import { isRecord } from '../internal/is-record.js';
import {
  acceptFields,
  acceptListOf,
  acceptRecord,
  acceptText,
  type FieldRule,
} from './field-rules.js';

const INTERRUPT: readonly FieldRule[] = [
  { name: 'id', accept: acceptText, required: true },
  { name: 'reason', accept: acceptText, required: true },
  { name: 'message', accept: acceptText },
  { name: 'toolCallId', accept: acceptText },
  { name: 'responseSchema', accept: acceptRecord },
  { name: 'expiresAt', accept: acceptText },
  { name: 'metadata', accept: acceptRecord },
  { name: 'subagentRunId', accept: acceptText },
];
const acceptInterrupts = acceptListOf(acceptFields(INTERRUPT));

function hasOnly(record: Readonly<Record<string, unknown>>, ...names: readonly string[]): boolean {
  return Object.keys(record).every((name) => names.includes(name));
}

/**
 * The outcome of RUN_FINISHED as all clients know it: success or interrupt, and no field beside
 * those of 0.0.5x, whose schemas are closed here. `cancelled` (1.0) has no counterpart in them.
 */
export function acceptRunOutcome(outcome: unknown): unknown {
  if (!isRecord(outcome)) return undefined;
  if (outcome.type === 'success') return hasOnly(outcome, 'type') ? outcome : { type: 'success' };
  if (outcome.type !== 'interrupt') return undefined;
  const interrupts = acceptInterrupts(outcome.interrupts);
  if (!Array.isArray(interrupts) || interrupts.length === 0) return undefined;
  const asIs = interrupts === outcome.interrupts && hasOnly(outcome, 'type', 'interrupts');
  return asIs ? outcome : { type: 'interrupt', interrupts };
}

/** The outcome of SUBAGENT_FINISHED: success or suspended. */
export function acceptSubagentOutcome(outcome: unknown): unknown {
  if (!isRecord(outcome)) return undefined;
  if (outcome.type === 'success') return hasOnly(outcome, 'type') ? outcome : { type: 'success' };
  if (outcome.type !== 'suspended') return undefined;
  const interruptIds = acceptListOf(acceptText)(outcome.interruptIds);
  if (interruptIds === outcome.interruptIds && hasOnly(outcome, 'type', 'interruptIds')) {
    return outcome;
  }
  return interruptIds === undefined ? { type: 'suspended' } : { type: 'suspended', interruptIds };
}

function acceptCount(value: unknown): unknown {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? value : undefined;
}

/** Token counts of a run by model. */
export const acceptUsage = acceptListOf(
  acceptFields([
    { name: 'provider', accept: acceptText },
    { name: 'model', accept: acceptText },
    { name: 'inputTokens', accept: acceptCount },
    { name: 'outputTokens', accept: acceptCount },
    { name: 'totalTokens', accept: acceptCount },
    { name: 'reasoningTokens', accept: acceptCount },
    { name: 'cachedInputTokens', accept: acceptCount },
    { name: 'cacheWriteInputTokens', accept: acceptCount },
  ]),
);
