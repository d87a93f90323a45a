import { StoreError, type StoreErrorCode } from '@flightdeck/store';

const BY_CLASS: Readonly<Record<string, StoreErrorCode>> = {
  '08': 'unavailable', // connection exceptions
  '28': 'access_denied', // wrong user or password
  '40': 'unavailable', // rolled back: deadlocks and the like
  '53': 'unavailable', // out of connections or memory
  '55': 'unavailable', // locked for too long
  '57': 'unavailable', // cancelled, timed out, shutting down, starting up
  '58': 'unavailable', // errors of the system below
  XX: 'corrupt',
};

const BY_CODE: Readonly<Record<string, StoreErrorCode>> = {
  '25006': 'read_only',
  '3D000': 'access_denied', // no such database
  '42501': 'access_denied',
  '53100': 'disk_full',
  '3F000': 'migration_required', // no such schema, table, column
  '42P01': 'migration_required',
  '42703': 'migration_required',
  XX000: 'unavailable', // poolers spell their own failures like this
};

/** Named statements that are missing, or there already: the connection is not the same one as before. */
const POOLED = new Set(['26000', '42P05']);

const SQL_STATE = /^[0-9A-Z]{5}$/;

/** @param target names the server in messages, without a password */
export function toStoreError(error: unknown, target: string): StoreError {
  if (StoreError.is(error)) return error;
  const state = sqlStateOf(error);
  const said = error instanceof Error && error.message !== '' ? error.message : String(error);
  const code = state === null ? codeOfFailure(said) : codeOfState(state);
  const beginning = BEGINNINGS[code] ?? 'PostgreSQL refuses';
  const advice = POOLED.has(state ?? '') ? '. Behind a pooler, set preparedStatements: false' : '';
  return new StoreError(code, `${beginning} (${target}): ${said}${advice}`, { cause: error });
}

/** The code that the server gave, or `null` for errors of the network and the driver. */
export function sqlStateOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  // Errors of Node have codes of the same length, such as EPIPE; only those of the server have a severity.
  const { code, severity } = error as { readonly code?: unknown; readonly severity?: unknown };
  return typeof code === 'string' && typeof severity === 'string' && SQL_STATE.test(code)
    ? code
    : null;
}

const BEGINNINGS: Partial<Record<StoreErrorCode, string>> = {
  access_denied: 'PostgreSQL denies the access',
  unavailable: 'PostgreSQL cannot be reached',
  read_only: 'PostgreSQL takes no writes',
  disk_full: 'PostgreSQL has no space left',
  migration_required: 'The schema of Flightdeck is not there',
  corrupt: 'PostgreSQL reports damage',
};

function codeOfState(state: string): StoreErrorCode {
  return BY_CODE[state] ?? BY_CLASS[state.slice(0, 2)] ?? 'conflict';
}

/** Without an answer of the server: a missing password shows on this side, everything else is the network. */
function codeOfFailure(said: string): StoreErrorCode {
  return said.startsWith('SASL:') ? 'access_denied' : 'unavailable';
}
