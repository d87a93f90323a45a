// What snippets of the documentation use without saying what it is: things of the reader's own. All
// else has to be in the snippet itself, or exported by a package.
import type { RequestListener } from 'node:http';
import type { BuiltInAgent } from '@flightdeck/agent';
import type { CopilotRuntime, RunMiddleware } from '@flightdeck/core';
import type { RedisPubSub } from '@flightdeck/bus-redis';
import type { StoreBackend } from '@flightdeck/store/engine';
import type { TestApi } from '@flightdeck/testing';

declare global {
  const agent: BuiltInAgent;
  const myAgent: BuiltInAgent;
  const agents: { readonly default: BuiltInAgent };
  const runtime: CopilotRuntime;
  const audit: RunMiddleware;
  const url: string;
  const apiKey: string;
  const headers: Record<string, string>;
  const api: TestApi;
  const file: { write(line: string): void };
  const flights: {
    find(from: string, to: string, signal: AbortSignal): Promise<{ id: string; price: number }[]>;
    book(id: string): Promise<string>;
  };
  function agentFor(identity: unknown): BuiltInAgent;
  function agentWithModel(model: { baseURL: string }): BuiltInAgent;
  function sessionUser(request: Request): Promise<{ id: string } | null>;

  const myRecogniser: {
    recognise(audio: ArrayBuffer, options: { signal?: AbortSignal }): Promise<string>;
  };

  // A store, a bus or an adapter of the reader's own.
  function ownBackend(): StoreBackend;
  function mine(): StoreBackend;
  function myAdapter(options: { runtime: CopilotRuntime; basePath?: string }): RequestListener;
  const publisher: Pick<RedisPubSub, 'publish'>;
  const subscriber: {
    on(event: string, listener: (...texts: string[]) => void): void;
    off(event: string, listener: (...texts: string[]) => void): void;
    subscribe(channel: string): Promise<void>;
    unsubscribe(channel: string): Promise<void>;
  };
}
