import { expect } from '@jest/globals';

import { CopilotRuntime, type CopilotRuntimeOptions } from '@flightdeck/core';
import { runBody, ScriptedAgent } from '@flightdeck/testing';

export function runtimeWith(options: Partial<CopilotRuntimeOptions> = {}): CopilotRuntime {
  return new CopilotRuntime({ agents: { default: new ScriptedAgent() }, ...options });
}

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

export async function expectRun(base: string, init: RequestInit = {}): Promise<void> {
  const response = await startRun(base, init);
  expect(response.status).toBe(200);
  const stream = await response.text();
  expect(stream).toContain('"type":"RUN_STARTED"');
  expect(stream).toContain('"type":"RUN_FINISHED"');
}

export async function expectEnvelope(url: string): Promise<void> {
  const body = JSON.stringify({ method: 'info' });
  const response = await fetch(url, { method: 'POST', body, headers: JSON_TYPE });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ agents: { default: {} } });
}
