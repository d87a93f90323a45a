import type { Message as AguiMessage } from '@flightdeck/core';

/** What somebody has done to the messages that a client has sent. */
export type HistoryEdits = (messages: readonly AguiMessage[]) => readonly AguiMessage[];

/**
 * The difference between what a client has sent and what has become of it, as something that can be
 * done to a longer history as well: the runtime may put before it what the client has left out.
 * Messages are found by their ids. What is new stands behind the message that it stood behind, and
 * first of all if it stood first.
 *
 * @returns `null` if there is no difference
 */
export function historyEdits(
  sent: readonly AguiMessage[],
  edited: readonly AguiMessage[],
): HistoryEdits | null {
  const isSame = sent.length === edited.length && sent.every((one, at) => one === edited[at]);
  return isSame ? null : (messages) => applyEdits(messages, sent, edited);
}

function applyEdits(
  messages: readonly AguiMessage[],
  sent: readonly AguiMessage[],
  edited: readonly AguiMessage[],
): AguiMessage[] {
  const unchanged = new Set(sent);
  const sentIds = idsOf(sent);
  const keptIds = idsOf(edited);
  const given = new Map(messages.map((message) => [message.id, message]));
  const { first, kept } = grouped(edited, sentIds, given);
  const next = kept.values();
  const result = [...first];
  for (const message of messages) {
    if (!sentIds.has(message.id)) {
      result.push(message);
    } else if (keptIds.has(message.id)) {
      // Its place may be that of another one by now, if they were sorted anew.
      const group = next.next().value;
      if (group === undefined) continue;
      const [one, ...added] = group;
      // The runtime may have repaired what the hook has left alone.
      result.push(unchanged.has(one) ? (given.get(one.id) ?? one) : one, ...added);
    }
  }
  return result;
}

type Group = readonly [AguiMessage, ...AguiMessage[]];

/** Each message that was sent, and is there, with those that were added behind it. */
function grouped(
  edited: readonly AguiMessage[],
  sentIds: ReadonlySet<string>,
  given: ReadonlyMap<string, AguiMessage>,
): { readonly first: readonly AguiMessage[]; readonly kept: readonly Group[] } {
  const first: AguiMessage[] = [];
  const kept: [AguiMessage, ...AguiMessage[]][] = [];
  for (const message of edited) {
    const isSent = sentIds.has(message.id);
    if (isSent && given.has(message.id)) kept.push([message]);
    else if (!isSent) (kept.at(-1) ?? first).push(message);
  }
  return { first, kept };
}

function idsOf(messages: readonly AguiMessage[]): ReadonlySet<string> {
  return new Set(messages.map(({ id }) => id));
}
