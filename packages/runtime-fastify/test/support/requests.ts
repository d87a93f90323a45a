import { expect } from '@jest/globals';

import { runBody, SseReader } from '@flightdeck/testing';

export const JSON_TYPE = { 'content-type': 'application/json' };

export async function expectInfo(base: string): Promise<void> {
  const response = await fetch(`${base}/info`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ agents: { default: {} } });
}

/** Starts a run of the agent `default`. */
export function startRun(base: string, init: RequestInit = {}): Promise<Response> {
  const body = JSON.stringify(runBody());
  const path = `${base}/agent/default/run`;
  return fetch(path, { method: 'POST', body, headers: JSON_TYPE, ...init });
}

export async function expectRun(base: string, init: RequestInit = {}): Promise<Response> {
  const response = await startRun(base, init);
  expect(response.status).toBe(200);
  const types = (await new SseReader(response).restOfEvents()).map(({ type }) => type);
  expect([types.at(0), types.at(-1)]).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  return response;
}

export async function expectEnvelope(url: string): Promise<void> {
  const body = JSON.stringify({ method: 'info' });
  const response = await fetch(url, { method: 'POST', body, headers: JSON_TYPE });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ agents: { default: {} } });
}
