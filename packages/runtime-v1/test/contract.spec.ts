import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InMemoryAgentRunner } from '@flightdeck/core';
import {
  baseUrlOf,
  conformanceAgent,
  listenOnLoopback,
  runConformance,
  runHttpAdapterContract,
  type HttpMount,
  type HttpServerUnderTest,
} from '@flightdeck/testing';
import express from 'express';
import {
  CopilotRuntime,
  copilotRuntimeNextJSAppRouterEndpoint,
  copilotRuntimeNodeExpressEndpoint,
} from '../src/index.js';
import { SILENT } from './support/silent-logger.js';

const api = { describe, it, beforeAll, afterAll, beforeEach, afterEach };

type Serve = (
  runtime: CopilotRuntime,
  mount: HttpMount,
) => Promise<Omit<HttpServerUnderTest, 'runtime'>>;

const serveAppRouter: Serve = async (runtime, mount) => {
  const { basePath: endpoint, cors } = mount;
  const { handleRequest } = copilotRuntimeNextJSAppRouterEndpoint({ runtime, endpoint, cors });
  return {
    baseUrl: baseUrlOf('http://test.local', mount),
    fetch: (url, init) => handleRequest(new Request(url, init)),
    close: async () => undefined,
  };
};

const serveExpress: Serve = async (runtime, mount) => {
  const { basePath: endpoint, cors } = mount;
  const handler = copilotRuntimeNodeExpressEndpoint({ runtime, endpoint, cors });
  const { origin, close } = await listenOnLoopback(createServer(express().use(endpoint, handler)));
  return { baseUrl: baseUrlOf(origin, mount), close };
};

describe.each([
  { name: 'the App Router helper', serve: serveAppRouter, sockets: false },
  { name: 'the Express helper', serve: serveExpress, sockets: true },
])('$name', ({ name, serve, sockets }) => {
  runHttpAdapterContract({
    name,
    api,
    // What lies outside of a mount in Express belongs to the application.
    traits: { sockets, answersForeignPaths: !sockets, hasMountOptions: false },
    async createServer({ runtime: options, mount }) {
      const { runner, threads } = options;
      // The memory of its own that a runtime of version 2 has, instead of the one that all share.
      const own = (runner ?? threads) ? {} : { runner: new InMemoryAgentRunner() };
      const runtime = new CopilotRuntime({ ...options, ...own });
      return { ...(await serve(runtime, mount)), runtime };
    },
  });
});

it('an endpoint holds all conformance cases', async () => {
  const runtime = new CopilotRuntime({ agents: { default: conformanceAgent() }, logger: SILENT });
  const { baseUrl, close } = await serveExpress(runtime, { basePath: '/copilotkit', cors: true });
  const report = await runConformance({ url: baseUrl });
  await close();
  await runtime.shutdown({ graceMs: 0 });
  const failed = report.results.filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ name, error }) => [name, error])).toEqual([]);
  expect(report.passed).toBeGreaterThan(150);
}, 60_000);
