import type { Scope } from '../scope.js';
import { textHash } from './text-hash.js';

/** What one node tells another. */
export interface ControlMessage {
  readonly threadPk: number;
  /** A message may arrive when the thread has another run already. */
  readonly runPk: number;
  readonly reason: 'stop' | 'superseded';
}

export function threadTopic(threadPk: number): string {
  return `t${threadPk}`;
}

/** A hash, because topics are short and nobody else's business. Who shares one is woken in vain. */
export function ownerTopic({ tenantId, userId }: Scope): string {
  return `o${textHash(JSON.stringify([tenantId, userId ?? '']))}`;
}

export function nodeTopic(nodeId: string): string {
  return `n${textHash(nodeId)}`;
}

export function encodeControl({ threadPk, runPk, reason }: ControlMessage): string {
  return `${threadPk} ${runPk} ${reason}`;
}

/** `null` for what another version may have sent. */
export function decodeControl(payload: string): ControlMessage | null {
  const match = /^(\d{1,15}) (\d{1,15}) (stop|superseded)$/.exec(payload);
  if (match === null) return null;
  const reason = match[3] === 'stop' ? 'stop' : 'superseded';
  return { threadPk: Number(match[1]), runPk: Number(match[2]), reason };
}

/** The number that a hint carries, or `null`. */
export function decodeHint(payload: string): number | null {
  return /^\d{1,15}$/.test(payload) ? Number(payload) : null;
}
