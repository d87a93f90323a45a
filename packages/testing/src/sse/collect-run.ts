import assert from 'node:assert/strict';
import type { BaseEvent } from '@flightdeck/core';
import { eventOf, type SseFrame } from './sse-frame.js';
import { SseReader } from './sse-reader.js';

/** A stream that was read to its end. */
export interface CollectedRun {
  readonly response: Response;
  readonly text: string;
  readonly frames: readonly SseFrame[];
  readonly events: readonly BaseEvent[];
  /** The types of the events, in order. */
  readonly types: readonly string[];
}

/** Reads an event stream to its end; fails for anything that is none. */
export async function collectRun(response: Response): Promise<CollectedRun> {
  const type = response.headers.get('content-type') ?? 'no content type';
  if (response.status !== 200 || !type.startsWith('text/event-stream')) {
    assert.fail(`Expected an event stream, got ${response.status} ${await response.text()}`);
  }
  const reader = new SseReader(response);
  const frames = await reader.rest();
  const events = frames.flatMap((frame) => eventOf(frame) ?? []);
  return {
    response,
    text: reader.text,
    frames,
    events,
    types: events.map(({ type: name }) => name),
  };
}

/** The text of all messages of a stream, in the order in which they came. */
export function textOf(events: readonly BaseEvent[]): string {
  return events
    .filter(({ type }) => type === 'TEXT_MESSAGE_CONTENT')
    .map(({ delta }) => String(delta))
    .join('');
}

/** The one event of a type. */
export function only(events: readonly BaseEvent[], type: string): BaseEvent {
  const found = events.filter((event) => event.type === type);
  assert.equal(
    found.length,
    1,
    `Expected one ${type} among ${events.map((e) => e.type).join(', ')}`,
  );
  return found[0] as BaseEvent;
}

const TERMINAL = new Set(['RUN_FINISHED', 'RUN_ERROR']);

/** The event that ends a run, which must be its last one and the only one. */
export function terminalOf(events: readonly BaseEvent[]): BaseEvent {
  const terminals = events.filter(({ type }) => TERMINAL.has(type));
  const types = events.map(({ type }) => type).join(', ');
  assert.equal(terminals.length, 1, `Expected one terminal event among: ${types}`);
  assert.equal(events.at(-1), terminals[0], `The terminal event is not the last one of: ${types}`);
  return terminals[0] as BaseEvent;
}
