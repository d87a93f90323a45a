/** The package whose place we take. */
export const OLD_PACKAGE = '@copilotkit/runtime';

/** The package that has its names. */
export const NEW_PACKAGE = '@flightdeck/runtime';

/** Packages of others that ours are used with, in the versions that they are tested with. */
export const PEER_VERSIONS = {
  '@ag-ui/client': '^0.0.59',
  '@ag-ui/langgraph': '^0.0.43',
  rxjs: '^7.8.1',
} as const;
