/** Neither is part of ids that models or agents make. */
const PARENT = '~in~';
const PART = '~part~';

/**
 * The id of a call as clients are told it. No version brings back reliably which message a call
 * belongs to (1.10 replaces it, the oldest do not ask for it), and a thread would have the call twice
 * if it came back in another one: so the id of the message is part of it.
 *
 * @param parentMessageId `undefined` where the call is in a message of its own id
 */
export function toLegacyCallId(callId: string, parentMessageId: string | undefined): string {
  if (parentMessageId === undefined || parentMessageId === callId) return callId;
  return `${callId}${PARENT}${parentMessageId}`;
}

export interface CallIdParts {
  readonly callId: string;
  readonly parentMessageId: string | undefined;
}

/** What {@link toLegacyCallId} has put together. */
export function splitCallId(id: string): CallIdParts {
  const [callId, parentMessageId] = splitAt(id, PARENT);
  return { callId, parentMessageId };
}

/** The id of an image that is one part of a message: messages of old clients have one part each. */
export function toImageId(messageId: string, part: number): string {
  return part === 0 ? messageId : `${messageId}${PART}${part}`;
}

/** The message that an image was part of, which may be its own. */
export function messageIdOfImage(id: string): string {
  return splitAt(id, PART)[0];
}

function splitAt(text: string, mark: string): [before: string, after: string | undefined] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)];
}
