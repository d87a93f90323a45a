import type { CopilotRuntime, CopilotRuntimeOptions } from '@flightdeck/core';

/** Upstream's name for whatever handlers take as a runtime. */
export type CopilotRuntimeLike = CopilotRuntime;

/** The class of runtimes, as a value that makes them. */
export type CopilotRuntimeConstructor = new (options: CopilotRuntimeOptions) => CopilotRuntime;

/** @deprecated Use `CopilotRuntimeFetchHandler`. */
export type CopilotKitRequestHandler = (params: { readonly request: Request }) => Promise<Response>;
