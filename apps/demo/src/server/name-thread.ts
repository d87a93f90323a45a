import type { ThreadNamer } from '@flightdeck/core';

const MAX_LENGTH = 60;

/** Names a thread after its first question. A runtime with a real model could leave that to it: `true`. */
export const nameThread: ThreadNamer = ({ messages }) => {
  const content = messages.find(({ role }) => role === 'user')?.content;
  const line = typeof content === 'string' ? content.replaceAll(/\s+/g, ' ').trim() : '';
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1)}…`;
};
