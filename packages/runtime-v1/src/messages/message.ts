import { parseArguments, rememberArguments } from './arguments-text.js';
import { decodeResult, encodeResult, type ResultError } from './result-text.js';

/** A message as v1 hooks, adapters and old clients know it. v1.md 6.1 and 11.2. */
export abstract class Message {
  abstract readonly type: MessageType;
  id: string;
  createdAt: Date;
  status: { code: 'Success' | 'Pending' | 'Failed'; reason?: string };

  constructor(fields: MessageFields = {}) {
    this.id = fields.id ?? crypto.randomUUID();
    this.createdAt = fields.createdAt ?? new Date();
    this.status = fields.status ?? { code: 'Success' };
  }

  isTextMessage(): this is TextMessage {
    return this.type === 'TextMessage';
  }

  isActionExecutionMessage(): this is ActionExecutionMessage {
    return this.type === 'ActionExecutionMessage';
  }

  isResultMessage(): this is ResultMessage {
    return this.type === 'ResultMessage';
  }

  isAgentStateMessage(): this is AgentStateMessage {
    return this.type === 'AgentStateMessage';
  }

  isImageMessage(): this is ImageMessage {
    return this.type === 'ImageMessage';
  }
}

export type MessageType =
  | 'TextMessage'
  | 'ActionExecutionMessage'
  | 'ResultMessage'
  | 'AgentStateMessage'
  | 'ImageMessage';

export type MessageRole = 'user' | 'assistant' | 'system' | 'developer' | 'tool';

export interface MessageFields {
  readonly id?: string;
  readonly createdAt?: Date;
  readonly status?: { code: 'Success' | 'Pending' | 'Failed'; reason?: string };
}

export class TextMessage extends Message {
  readonly type = 'TextMessage';
  content: string;
  role: MessageRole;
  parentMessageId: string | undefined;

  constructor(
    fields: MessageFields & {
      content: string;
      role: MessageRole;
      parentMessageId?: string | undefined;
    },
  ) {
    super(fields);
    this.content = fields.content;
    this.role = fields.role;
    this.parentMessageId = fields.parentMessageId;
  }
}

export class ActionExecutionMessage extends Message {
  readonly type = 'ActionExecutionMessage';
  name: string;
  /** Empty where the text is not that of an object; see `argumentsTextOf`. */
  arguments: Record<string, unknown>;
  /** The message of the assistant that the call is part of. */
  parentMessageId: string | undefined;

  constructor(
    fields: MessageFields & {
      name: string;
      /** As JSON text, which is kept as it is while nobody changes the arguments. */
      arguments: Record<string, unknown> | string;
      parentMessageId?: string | undefined;
    },
  ) {
    super(fields);
    this.name = fields.name;
    this.arguments =
      typeof fields.arguments === 'string' ? parseArguments(fields.arguments) : fields.arguments;
    this.parentMessageId = fields.parentMessageId;
    if (typeof fields.arguments === 'string') rememberArguments(this, fields.arguments);
  }
}

export class ResultMessage extends Message {
  readonly type = 'ResultMessage';
  actionExecutionId: string;
  actionName: string;
  result: string;

  constructor(
    fields: MessageFields & { actionExecutionId: string; actionName: string; result: string },
  ) {
    super(fields);
    this.actionExecutionId = fields.actionExecutionId;
    this.actionName = fields.actionName;
    this.result = fields.result;
  }

  /**
   * A result as text: texts as they are, nothing as an empty text, anything else as JSON; with an
   * error as `{"error":{code,message},"result"}`. v1.md 6.1.
   */
  static encodeResult(result: unknown, error?: ResultError | string | Error): string {
    return encodeResult(result, error);
  }

  /** What a text of {@link encodeResult} tells. Never throws: what is no such text is a result. */
  static decodeResult(text: string): { error?: ResultError; result: string } {
    return decodeResult(text);
  }
}

export class AgentStateMessage extends Message {
  readonly type = 'AgentStateMessage';
  threadId: string;
  agentName: string;
  nodeName: string;
  runId: string;
  active: boolean;
  role: MessageRole;
  state: unknown;
  running: boolean;

  constructor(
    fields: MessageFields & {
      threadId: string;
      agentName: string;
      nodeName: string;
      runId: string;
      active: boolean;
      role: MessageRole;
      state: unknown;
      running: boolean;
    },
  ) {
    super(fields);
    this.threadId = fields.threadId;
    this.agentName = fields.agentName;
    this.nodeName = fields.nodeName;
    this.runId = fields.runId;
    this.active = fields.active;
    this.role = fields.role;
    this.state = fields.state;
    this.running = fields.running;
  }
}

export class ImageMessage extends Message {
  readonly type = 'ImageMessage';
  /** What stands behind `image/` in its media type, or a whole media type. */
  format: string;
  /** Base64. */
  bytes: string;
  role: MessageRole;
  parentMessageId: string | undefined;

  constructor(
    fields: MessageFields & {
      format: string;
      bytes: string;
      role: MessageRole;
      parentMessageId?: string | undefined;
    },
  ) {
    super(fields);
    this.format = fields.format;
    this.bytes = fields.bytes;
    this.role = fields.role;
    this.parentMessageId = fields.parentMessageId;
  }
}
