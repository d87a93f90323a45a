import { isRecord } from '../tools/is-record.js';
import type { FactoryInterrupt } from './factory-config.js';

/** A question of unknown origin; `undefined` if it has no id to answer to. */
export function toInterrupt(value: unknown): FactoryInterrupt | undefined {
  if (!isRecord(value) || typeof value['id'] !== 'string') return undefined;
  const reason = typeof value['reason'] === 'string' ? value['reason'] : 'interrupt';
  return { ...value, id: value['id'], reason };
}
