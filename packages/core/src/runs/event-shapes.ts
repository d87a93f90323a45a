import type { BaseEvent } from '@flightdeck/store';
import { isRecord } from '../internal/is-record.js';
import { acceptRunOutcome, acceptSubagentOutcome, acceptUsage } from './event-outcomes.js';
import {
  acceptBoolean,
  acceptListOf,
  acceptOneOf,
  acceptRecord,
  acceptText,
  conform,
  type Accept,
  type FieldRule,
} from './field-rules.js';
import { contentAsText, portableMessage } from './portable-message.js';

/**
 * The event with every field as all client versions accept it, usually the same object; or, in
 * words, why no client could take it. Its place in the stream is not looked at.
 */
export function conformEvent(event: BaseEvent): BaseEvent | string {
  const shape = SHAPES.get(event.type);
  if (shape === undefined) return `unknown event type '${event.type}'`;
  const shaped = conform(event, shape);
  if (typeof shaped === 'string') return `${event.type} has no valid ${shaped}`;
  return conform(shaped, COMMON);
}

/** Fractions of a millisecond are what 1.0 rejects and some clocks deliver. */
function acceptTimestamp(value: unknown): unknown {
  const whole = typeof value === 'number' ? Math.trunc(value) : NaN;
  return Number.isSafeInteger(whole) ? whole : undefined;
}

/** A JSON patch (RFC 6902). One bad operation spoils it: applying the others would corrupt the state. */
function acceptPatch(patch: unknown): unknown {
  return Array.isArray(patch) && patch.every(isOperation) ? patch : undefined;
}

function isOperation(operation: unknown): boolean {
  if (!isRecord(operation) || !isPointer(operation.path)) return false;
  switch (operation.op) {
    case 'add':
    case 'replace':
    case 'test':
      return operation.value !== undefined;
    case 'move':
    case 'copy':
      return isPointer(operation.from);
    default:
      return operation.op === 'remove';
  }
}

function isPointer(path: unknown): boolean {
  return (
    typeof path === 'string' && (path === '' || path.startsWith('/')) && !/~(?![01])/.test(path)
  );
}

/** AG-UI 1.0 requires the field to be there, earlier versions do not. */
const acceptAnything: Accept = (value) => (value === undefined ? null : value);

function required(name: string, accept: Accept = acceptText): FieldRule {
  return { name, accept, required: true };
}

function optional(name: string, accept: Accept = acceptText): FieldRule {
  return { name, accept };
}

const COMMON: readonly FieldRule[] = [
  optional('timestamp', acceptTimestamp),
  optional('metadata', acceptRecord),
  optional('subagentRunId'),
];

const messageId = required('messageId');
const toolCallId = required('toolCallId');
const subagentRunId = required('subagentRunId');
const delta = required('delta');
const role = optional('role', acceptOneOf(['developer', 'system', 'assistant', 'user']));
const messages = acceptListOf((message) => portableMessage(message) ?? undefined);
/** Looked at by clients in every event about a subagent, wherever it belongs. */
const subagentOutcome = optional('outcome', acceptSubagentOutcome);
const steps: readonly FieldRule[] = [required('stepName')];

const SHAPES: ReadonlyMap<string, readonly FieldRule[]> = new Map([
  ['TEXT_MESSAGE_START', [messageId, role, optional('name')]],
  ['TEXT_MESSAGE_CONTENT', [messageId, delta]],
  ['TEXT_MESSAGE_END', [messageId]],
  ['TEXT_MESSAGE_CHUNK', [optional('messageId'), role, optional('delta'), optional('name')]],
  ['TOOL_CALL_START', [toolCallId, required('toolCallName'), optional('parentMessageId')]],
  ['TOOL_CALL_ARGS', [toolCallId, delta]],
  ['TOOL_CALL_END', [toolCallId]],
  [
    'TOOL_CALL_CHUNK',
    ['toolCallId', 'toolCallName', 'parentMessageId', 'delta'].map((name) => optional(name)),
  ],
  [
    'TOOL_CALL_RESULT',
    [
      messageId,
      toolCallId,
      required('content', contentAsText),
      optional('role', acceptOneOf(['tool'])),
    ],
  ],
  ['THINKING_START', [optional('title')]],
  ['THINKING_END', []],
  ['THINKING_TEXT_MESSAGE_START', []],
  ['THINKING_TEXT_MESSAGE_CONTENT', [delta]],
  ['THINKING_TEXT_MESSAGE_END', []],
  ['STATE_SNAPSHOT', [required('snapshot', (value) => value)]],
  ['STATE_DELTA', [required('delta', acceptPatch)]],
  ['MESSAGES_SNAPSHOT', [required('messages', messages)]],
  [
    'ACTIVITY_SNAPSHOT',
    [
      messageId,
      required('activityType'),
      required('content', acceptRecord),
      optional('replace', acceptBoolean),
    ],
  ],
  ['ACTIVITY_DELTA', [messageId, required('activityType'), required('patch', acceptPatch)]],
  ['RAW', [required('event', acceptAnything), optional('source')]],
  ['CUSTOM', [required('name'), required('value', acceptAnything)]],
  ['RUN_STARTED', []],
  ['RUN_FINISHED', [optional('outcome', acceptRunOutcome), optional('usage', acceptUsage)]],
  [
    'RUN_ERROR',
    [
      required('message', (value) => acceptText(value) ?? 'The agent reported an error'),
      optional('code'),
      optional('usage', acceptUsage),
    ],
  ],
  ['STEP_STARTED', steps],
  ['STEP_FINISHED', steps],
  ['REASONING_START', [messageId]],
  ['REASONING_MESSAGE_START', [messageId, required('role', () => 'reasoning')]],
  ['REASONING_MESSAGE_CONTENT', [messageId, delta]],
  ['REASONING_MESSAGE_END', [messageId]],
  ['REASONING_MESSAGE_CHUNK', [optional('messageId'), optional('delta')]],
  ['REASONING_END', [messageId]],
  [
    'REASONING_ENCRYPTED_VALUE',
    [
      required('subtype', acceptOneOf(['tool-call', 'message'])),
      required('entityId'),
      required('encryptedValue'),
    ],
  ],
  [
    'SUBAGENT_STARTED',
    [
      subagentRunId,
      required('name'),
      optional('description'),
      optional('parentSubagentRunId'),
      optional('parentToolCallId'),
      optional('parentMessageId'),
      subagentOutcome,
    ],
  ],
  ['SUBAGENT_FINISHED', [subagentRunId, subagentOutcome]],
  [
    'SUBAGENT_ERROR',
    [
      subagentRunId,
      required('message', (value) => acceptText(value) ?? 'The subagent failed'),
      optional('code'),
      subagentOutcome,
    ],
  ],
]);
