import { invalidField, type FieldReader } from './field-reader.js';

const ROLES = ['user', 'assistant', 'system', 'developer'] as const;

/** One entry of the history that clients before 1.50 send. v1.md 11.2. */
export type LegacyMessage =
  | {
      readonly kind: 'text';
      readonly id: string;
      readonly role: (typeof ROLES)[number];
      readonly content: string;
    }
  | {
      readonly kind: 'image';
      readonly id: string;
      readonly role: 'user' | 'assistant';
      readonly format: string;
      readonly bytes: string;
    }
  | {
      readonly kind: 'call';
      readonly id: string;
      readonly name: string;
      readonly args: string;
      readonly parentMessageId: string | undefined;
    }
  | {
      readonly kind: 'result';
      readonly id: string;
      readonly callId: string;
      readonly result: string;
    };

/** `null` for what agents have said of their state, which comes in `agentStates`. @throws LegacyError `MISUSE` */
export function readLegacyMessage(message: FieldReader, path: string): LegacyMessage | null {
  const id = message.text('id');
  if (message.has('textMessage')) return readText(id, message.object('textMessage'));
  if (message.has('imageMessage')) return readImage(id, message.object('imageMessage'));
  if (message.has('actionExecutionMessage')) {
    return readCall(id, message.object('actionExecutionMessage'));
  }
  if (message.has('resultMessage')) return readResult(id, message.object('resultMessage'));
  if (message.has('agentStateMessage')) return null;
  throw invalidField(path, 'a message of a known kind');
}

function readText(id: string, fields: FieldReader): LegacyMessage {
  return {
    kind: 'text',
    id,
    role: fields.oneOf('role', ROLES),
    content: fields.optionalText('content') ?? '',
  };
}

function readImage(id: string, fields: FieldReader): LegacyMessage {
  return {
    kind: 'image',
    id,
    role: fields.oneOf('role', ['user', 'assistant']),
    format: fields.text('format'),
    bytes: fields.text('bytes'),
  };
}

function readCall(id: string, fields: FieldReader): LegacyMessage {
  const args = fields.value('arguments') ?? '';
  return {
    kind: 'call',
    id,
    name: fields.text('name'),
    args: typeof args === 'string' ? args : JSON.stringify(args),
    parentMessageId: fields.optionalText('parentMessageId'),
  };
}

function readResult(id: string, fields: FieldReader): LegacyMessage {
  const result = fields.value('result') ?? '';
  return {
    kind: 'result',
    id,
    callId: fields.text('actionExecutionId'),
    result: typeof result === 'string' ? result : JSON.stringify(result),
  };
}
