import type { NodeRequest, NodeResponse } from '@flightdeck/runtime-node';

/** A request of Express, as far as it matters here. */
export interface ExpressRequest extends NodeRequest {
  /** The path of the mount; empty at the root of the application. */
  readonly baseUrl?: string;
}

export type ExpressNext = (error?: unknown) => void;

/** What `app.use()` of both majors of Express takes. */
export interface CopilotExpressRouter {
  (req: ExpressRequest, res: NodeResponse, next: ExpressNext): void;
}
