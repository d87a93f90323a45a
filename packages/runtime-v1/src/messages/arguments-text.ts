import { isRecord } from '../internal/is-record.js';

interface GivenText {
  readonly text: string;
  /** The arguments as they were read from it, for finding out whether somebody has changed them. */
  readonly read: string;
}

interface WithArguments {
  readonly arguments: Readonly<Record<string, unknown>>;
}

const TEXTS = new WeakMap<object, GivenText>();

/** The arguments of a call; none if the text is not that of an object. */
export function parseArguments(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** Keeps the text that the arguments of a message were made of. */
export function rememberArguments(message: WithArguments, text: string): void {
  TEXTS.set(message, { text, read: JSON.stringify(message.arguments) });
}

/**
 * The arguments of an `ActionExecutionMessage` as JSON text: the very text that it was made of, also
 * one that is no JSON, unless somebody has changed the arguments since.
 */
export function argumentsTextOf(message: WithArguments): string {
  const text = JSON.stringify(message.arguments) ?? '{}';
  const given = TEXTS.get(message);
  return given?.read === text ? given.text : text;
}
