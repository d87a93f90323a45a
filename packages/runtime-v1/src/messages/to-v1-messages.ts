import type { Message as AguiMessage } from '@flightdeck/core';
import { imageOf, textOfPart } from './content-images.js';
import {
  ActionExecutionMessage,
  ImageMessage,
  ResultMessage,
  TextMessage,
  type Message,
  type MessageRole,
} from './message.js';
import { rememberOrigin, type MessageOrigin } from './message-origin.js';
import { keepAlone } from './lonely-messages.js';

const TALK: ReadonlySet<string> = new Set<MessageRole>([
  'user',
  'assistant',
  'system',
  'developer',
]);

/**
 * Messages of AG-UI as v1 knows them: texts, calls of actions, their results, images. v1.md 6.1 and 11.4.
 *
 * What has no form in v1, such as reasoning and activities, is not in the list; `toAguiMessages` puts
 * it back before the message that it stands before.
 */
export function toV1Messages(agui: readonly AguiMessage[]): Message[] {
  const names = actionNames(agui);
  const list: Message[] = [];
  let formless: AguiMessage[] = [];
  let last: MessageOrigin | undefined;
  for (const source of agui) {
    const parts = partsOf(source, names);
    if (parts.length === 0) {
      formless.push(source);
      continue;
    }
    last = { source, parts, before: formless, after: [] };
    formless = [];
    rememberOrigin(last);
    list.push(...parts);
  }
  if (last === undefined) keepAlone(list, formless);
  else last.after = formless;
  return list;
}

function partsOf(source: AguiMessage, names: ReadonlyMap<string, string>): Message[] {
  const { role } = source;
  if (role === 'tool') return [resultOf(source, names)];
  if (!TALK.has(role)) return [];
  // Checked right above.
  return [...contentOf(source, role as MessageRole), ...callsOf(source)];
}

function contentOf({ id, content }: AguiMessage, role: MessageRole): Message[] {
  if (typeof content === 'string') {
    return content === '' && role === 'assistant' ? [] : [new TextMessage({ id, role, content })];
  }
  if (!Array.isArray(content)) return [];
  const texts = content.flatMap((part) => textOfPart(part) ?? []);
  const images = content.flatMap((part) => imageOf(part) ?? []);
  const text = texts.length === 0 ? [] : [new TextMessage({ id, role, content: texts.join('\n') })];
  return [
    ...text,
    ...images.map(
      ({ mimeType, bytes }, index) =>
        new ImageMessage({
          id: text.length === 0 && index === 0 ? id : `${id}-image-${index + 1}`,
          role,
          format: mimeType.slice('image/'.length),
          bytes,
          parentMessageId: id,
        }),
    ),
  ];
}

function callsOf({ id, toolCalls }: AguiMessage): Message[] {
  return (toolCalls ?? []).map(
    (call) =>
      new ActionExecutionMessage({
        id: call.id,
        name: call.function.name,
        arguments: call.function.arguments,
        parentMessageId: id,
      }),
  );
}

function resultOf(
  { id, content, toolCallId = '' }: AguiMessage,
  names: ReadonlyMap<string, string>,
): Message {
  const texts = Array.isArray(content) ? content.flatMap((part) => textOfPart(part) ?? []) : [];
  return new ResultMessage({
    id,
    actionExecutionId: toolCallId,
    actionName: names.get(toolCallId) ?? '',
    result: typeof content === 'string' ? content : texts.join('\n'),
  });
}

/** Names of actions by the ids of their calls. */
function actionNames(agui: readonly AguiMessage[]): ReadonlyMap<string, string> {
  const calls = agui.flatMap(({ toolCalls }) => toolCalls ?? []);
  return new Map(calls.map((call) => [call.id, call.function.name]));
}
