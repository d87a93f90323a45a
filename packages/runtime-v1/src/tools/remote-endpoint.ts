import type { LooseRecord, Parameter } from '../actions/action.js';

/** Actions and agents of a server that speaks the remote protocol of v1. v1.md 8. */
export interface CopilotKitEndpoint {
  readonly type?: 'copilotKit';
  readonly url: string;
  /** Names the headers of each request to it; those that describe a connection or a body are left out. */
  readonly onBeforeRequest?: (parameters: {
    readonly ctx: RemoteRequestContext;
  }) => RemoteRequestSettings | undefined | Promise<RemoteRequestSettings | undefined>;
}

interface RemoteRequestSettings {
  readonly headers?: Readonly<Record<string, string>> | Headers;
}

/** What the headers of a request to a remote server may be made of. */
export interface RemoteRequestContext {
  /** Those of the endpoint, and over them those of the request: the browser's words. */
  readonly properties: LooseRecord;
  readonly request: Request;
}

/** Agents of a LangGraph platform. v1.md 8. */
export interface LangGraphPlatformEndpoint {
  readonly type?: 'langgraph-platform';
  readonly deploymentUrl: string;
  readonly langsmithApiKey?: string | null;
  readonly agents: readonly {
    readonly name: string;
    readonly description: string;
    readonly assistantId?: string;
  }[];
}

export type EndpointDefinition = CopilotKitEndpoint | LangGraphPlatformEndpoint;

/** A LangServe chain that becomes an action. v1.md 8. */
export interface RemoteChainParameters {
  readonly name: string;
  readonly description: string;
  readonly chainUrl: string;
  /** @default what `{chainUrl}/input_schema` says */
  readonly parameters?: readonly Parameter[];
  readonly parameterType?: 'single' | 'multi';
}
