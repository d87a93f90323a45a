import type { Requirement } from './requirement.js';

/** How streams travel, and what never leaves the server. */
export const DELIVERY = {
  'delivery.compression': {
    source: 'protocol 17 T25',
    behaviour: 'Tokens arrive one by one through Express `compression()`.',
    difference: 'Upstream streams are held back by compression.',
  },
  'delivery.node-proxy': {
    source: 'protocol 17 T25',
    behaviour: 'Tokens arrive one by one through a plain Node proxy.',
  },
  'delivery.nginx': {
    source: 'protocol 17 T25',
    behaviour: 'Tokens arrive one by one through nginx as it ships.',
    difference: 'Upstream nginx buffers the stream unless it is configured otherwise.',
  },
  'delivery.nginx-gzip': {
    source: 'protocol 17 T25',
    behaviour: 'Tokens arrive one by one through nginx that compresses event streams.',
  },
  'delivery.slow-reader': {
    source: 'protocol 17 T13',
    behaviour: 'A reader that takes nothing costs at most one MiB beyond the log.',
    difference: 'Upstream buffers everything that the reader has not taken.',
  },
  'privacy.no-outbound': {
    source: 'protocol 17 T28, design 3.12',
    behaviour: 'A runtime connects to nobody and looks up no name.',
    difference: 'Upstream sends usage telemetry by default.',
  },
  'api.agents.any-version': {
    source: 'design 3.4, protocol 5.2',
    behaviour: 'Agents of any AG-UI version from 0.0.50 to 1.0 are accepted by the types.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
