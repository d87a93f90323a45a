import type { ConformanceCase } from '../conformance-case.js';
import { connectCases } from './connect-cases.js';
import { envelopeCases } from './envelope-cases.js';
import { eventCases } from './event-cases.js';
import { failureCases } from './failure-cases.js';
import { infoCases } from './info-cases.js';
import { inputCases } from './input-cases.js';
import { otherRouteCases } from './other-route-cases.js';
import { routingCases } from './routing-cases.js';
import { stopCases } from './stop-cases.js';
import { streamCases } from './stream-cases.js';
import { suggestCases } from './suggest-cases.js';
import { threadChangeCases, threadReadCases } from './thread-cases.js';
import { transcriptionCases } from './transcription-cases.js';

/** Every statement about a server that can be tried over HTTP alone. */
export const CONFORMANCE_CASES: readonly ConformanceCase[] = [
  ...infoCases,
  ...routingCases,
  ...envelopeCases,
  ...streamCases,
  ...inputCases,
  ...eventCases,
  ...failureCases,
  ...stopCases,
  ...connectCases,
  ...suggestCases,
  ...threadReadCases,
  ...threadChangeCases,
  ...transcriptionCases,
  ...otherRouteCases,
];
