/**
 * An AG-UI event, whichever version of its types the application has: their `EventType` enumerations
 * are not assignable to each other. `observe-run.ts` is where these become the base class's type.
 */
export interface AgentEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export type EmitEvent = (event: AgentEvent) => void;
