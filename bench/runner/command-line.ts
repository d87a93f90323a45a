import { parseArgs } from 'node:util';

import { MEASURED_STORES, type MeasuredStore } from '../registered.js';
import { SELECTABLE_TARGETS, type TargetName } from '../served/target.js';

/** What the command line asks for. */
export interface Wish {
  /** Workloads by name; none for a set of them. */
  readonly workloads: readonly string[];
  readonly set: 'quick' | 'default' | 'all';
  /** Measures for seconds, not minutes. */
  readonly quick: boolean;
  /** `null` for all that a workload has. */
  readonly targets: readonly TargetName[] | null;
  readonly stores: readonly MeasuredStore[] | null;
  /** Whether ratios are held against the bounds of the guard. */
  readonly guard: boolean;
  readonly list: boolean;
  /** Where the report is written, too. */
  readonly json: string | null;
  /** A written report, to be printed in place of measuring. */
  readonly markdown: string | null;
  /** Where servers leave CPU profiles. */
  readonly profile: string | null;
}

/** @throws Error that names what it does not know, and what there is */
export function readCommandLine(args: readonly string[], known: readonly string[]): Wish {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      all: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      guard: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      target: { type: 'string', multiple: true },
      store: { type: 'string', multiple: true },
      json: { type: 'string' },
      markdown: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const { all, quick, guard, list } = values;
  return {
    workloads: oneOf('workload', positionals, known),
    set: all ? 'all' : quick ? 'quick' : 'default',
    quick,
    guard,
    list,
    targets: values.target ? withBases(oneOf('target', values.target, SELECTABLE_TARGETS)) : null,
    stores: values.store ? oneOf('store', values.store, MEASURED_STORES) : null,
    json: values.json ?? null,
    markdown: values.markdown ?? null,
    profile: values.profile ?? null,
  };
}

function oneOf<T extends string>(
  what: string,
  given: readonly string[],
  known: readonly T[],
): readonly T[] {
  const unknown = given.filter((name) => !(known as readonly string[]).includes(name));
  if (unknown.length === 0) return given as readonly T[];
  throw new Error(`Unknown ${what} ${unknown.join(', ')}; there are ${known.join(', ')}`);
}

/** What some targets are judged by, beside `limit`. */
const BASES: Partial<Record<TargetName, TargetName>> = {
  express: 'express-floor',
  upstream: 'express-floor',
  'nest-express': 'nest-express-floor',
  'nest-fastify': 'nest-fastify-floor',
};

/** A ratio needs both: whoever asks for a target is given what it is judged by. */
function withBases(targets: readonly TargetName[]): readonly TargetName[] {
  const bases = targets.flatMap((name) => BASES[name] ?? []);
  return [...new Set<TargetName>(['limit', ...bases, ...targets])];
}
