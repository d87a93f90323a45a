import type { FidelityScript } from '../script.js';
import { OTHERS, SUBAGENTS } from './others.js';
import { STATES } from './states.js';
import { TEXTS } from './texts.js';
import { THOUGHTS } from './thoughts.js';
import { TOOLS } from './tools.js';

/** Conversations with every event of the protocol. */
export const SCRIPTS: readonly FidelityScript[] = [
  ...TEXTS,
  ...TOOLS,
  ...THOUGHTS,
  ...STATES,
  ...OTHERS,
  ...SUBAGENTS,
];
