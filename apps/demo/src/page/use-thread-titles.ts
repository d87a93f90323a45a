import type { Thread } from '@copilotkit/react-core/v2';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { runtimeUrl } from './runtime-url.js';

const messagesReply = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
});

const maxTitleLength = 60;

/** A title for every thread: its name, or else its first user message. */
export function useThreadTitles(threads: readonly Thread[]): ReadonlyMap<string, string> {
  const [firstMessages, setFirstMessages] = useState<ReadonlyMap<string, string>>(new Map());

  useEffect(() => {
    const unknown = threads.filter((thread) => !thread.name && !firstMessages.has(thread.id));
    if (unknown.length === 0) return;
    const abort = new AbortController();
    void readFirstMessages(unknown, abort.signal).then((found) => {
      if (found.size > 0 && !abort.signal.aborted)
        setFirstMessages((known) => new Map([...known, ...found]));
    });
    return () => abort.abort();
  }, [threads, firstMessages]);

  return new Map(
    threads.flatMap((thread) => {
      const title = thread.name ?? firstMessages.get(thread.id);
      return title === undefined ? [] : [[thread.id, title] as const];
    }),
  );
}

async function readFirstMessages(
  threads: readonly Thread[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const pairs = await Promise.all(
    threads.map(async ({ id }) => [id, await readFirstMessage(id, signal)] as const),
  );
  return new Map(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== null));
}

// A title is decoration: a thread without one shows as untitled, and the next refresh tries again.
async function readFirstMessage(threadId: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(`${runtimeUrl}/threads/${encodeURIComponent(threadId)}/messages`, {
      signal,
    });
    if (!response.ok) return null;
    const { messages } = messagesReply.parse(await response.json());
    const content = messages.find((message) => message.role === 'user')?.content;
    return typeof content === 'string' ? shorten(content) : null;
  } catch {
    return null;
  }
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= maxTitleLength ? line : `${line.slice(0, maxTitleLength - 1)}…`;
}
