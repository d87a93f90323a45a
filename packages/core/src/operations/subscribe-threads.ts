import type { Operation } from '../http/operation.js';
import { threadsNotOffered } from './thread-access.js';

/** `POST /threads/subscribe`: this runtime offers no realtime channel, as `/info` says. */
export const subscribeThreads: Operation = async () => {
  throw threadsNotOffered();
};
