export type Severity = 'critical' | 'warning' | 'info';

/** How clients show an error. */
export type ErrorVisibility = 'banner' | 'toast' | 'silent' | 'dev_only';

interface ErrorConfig {
  /** The status with which HTTP answers it. */
  readonly statusCode: number;
  readonly visibility: ErrorVisibility;
  readonly severity: Severity;
  /** The `name` of errors with this code, by which clients tell them apart. */
  readonly name: string;
}

const BROKEN = { visibility: 'banner', severity: 'critical' } as const;
const DISCOVERY = 'CopilotApiDiscoveryError';

/** Every code of v1, and what clients make of it. v1.md 10. */
export const ERROR_CONFIG = {
  NETWORK_ERROR: { statusCode: 503, ...BROKEN, name: 'CopilotKitLowLevelError' },
  NOT_FOUND: { statusCode: 404, ...BROKEN, name: 'CopilotError' },
  AGENT_NOT_FOUND: { statusCode: 500, ...BROKEN, name: 'CopilotKitAgentDiscoveryError' },
  API_NOT_FOUND: { statusCode: 404, ...BROKEN, name: DISCOVERY },
  REMOTE_ENDPOINT_NOT_FOUND: {
    statusCode: 404,
    ...BROKEN,
    name: 'CopilotKitRemoteEndpointDiscoveryError',
  },
  AUTHENTICATION_ERROR: { statusCode: 401, ...BROKEN, name: 'CopilotError' },
  // The name that upstream gives it, too.
  MISUSE: { statusCode: 400, visibility: 'dev_only', severity: 'warning', name: DISCOVERY },
  UNKNOWN: { statusCode: 500, visibility: 'toast', severity: 'critical', name: 'CopilotError' },
  VERSION_MISMATCH: {
    statusCode: 400,
    visibility: 'dev_only',
    severity: 'info',
    name: 'CopilotKitVersionMismatchError',
  },
  CONFIGURATION_ERROR: {
    statusCode: 400,
    visibility: 'banner',
    severity: 'warning',
    name: 'ConfigurationError',
  },
  MISSING_PUBLIC_API_KEY_ERROR: { statusCode: 400, ...BROKEN, name: 'MissingPublicApiKeyError' },
  UPGRADE_REQUIRED_ERROR: {
    statusCode: 402,
    visibility: 'banner',
    severity: 'warning',
    name: 'UpgradeRequiredError',
  },
} as const satisfies Readonly<Record<string, ErrorConfig>>;

export type CopilotKitErrorCode = keyof typeof ERROR_CONFIG;

/** The codes by name, as v1 has them. */
export const CopilotKitErrorCode: { readonly [Code in CopilotKitErrorCode]: Code } = {
  NETWORK_ERROR: 'NETWORK_ERROR',
  NOT_FOUND: 'NOT_FOUND',
  AGENT_NOT_FOUND: 'AGENT_NOT_FOUND',
  API_NOT_FOUND: 'API_NOT_FOUND',
  REMOTE_ENDPOINT_NOT_FOUND: 'REMOTE_ENDPOINT_NOT_FOUND',
  AUTHENTICATION_ERROR: 'AUTHENTICATION_ERROR',
  MISUSE: 'MISUSE',
  UNKNOWN: 'UNKNOWN',
  VERSION_MISMATCH: 'VERSION_MISMATCH',
  CONFIGURATION_ERROR: 'CONFIGURATION_ERROR',
  MISSING_PUBLIC_API_KEY_ERROR: 'MISSING_PUBLIC_API_KEY_ERROR',
  UPGRADE_REQUIRED_ERROR: 'UPGRADE_REQUIRED_ERROR',
};
