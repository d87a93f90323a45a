import type { CopilotKitErrorCode } from '../errors/copilot-kit-error-code.js';
import { CopilotKitError } from '../errors/copilot-kit-error.js';
import { isRecord } from '../internal/is-record.js';

interface ServiceAdapterErrorFields {
  readonly message: string;
  readonly cause: unknown;
  /** The status that the provider has answered with, if it has. */
  readonly statusCode: number | undefined;
  readonly responseData: unknown;
  readonly originalErrorType: string;
}

/** A failure of a service adapter, classified by the status of its provider's answer. v1.md 6.3. */
export class ServiceAdapterError extends CopilotKitError {
  override readonly statusCode: number;
  /** The body that the provider has answered with, if the SDK keeps it. */
  readonly responseData: unknown;
  /** The class of what was thrown. */
  readonly originalErrorType: string;

  constructor({ message, cause, statusCode, ...fields }: ServiceAdapterErrorFields) {
    super({ message, cause, code: codeOf(statusCode) });
    // Behind the field of the base class, which has the status of the code.
    this.statusCode = statusCode ?? 503;
    this.responseData = fields.responseData;
    this.originalErrorType = fields.originalErrorType;
  }
}

/**
 * What an adapter or the SDK of a provider has thrown, as an error of v1: 401 is `AUTHENTICATION_ERROR`,
 * other statuses of 4xx `CONFIGURATION_ERROR`, everything else `NETWORK_ERROR`. Errors of v1 stay as they
 * are. v1.md 6.3.
 */
export function convertServiceAdapterError(error: unknown, adapterName: string): CopilotKitError {
  if (CopilotKitError.is(error)) return error;
  const fields = fieldsOf(error);
  const response = fieldsOf(fields['response']);
  return new ServiceAdapterError({
    message: `${adapterName} API error: ${messageOf(error)}`,
    cause: error,
    statusCode: [fields['status'], fields['statusCode'], response['status']].find(isStatus),
    responseData: fields['error'] ?? response['data'],
    originalErrorType: error instanceof Error ? error.constructor.name : typeof error,
  });
}

function codeOf(status: number | undefined): CopilotKitErrorCode {
  if (status === 401) return 'AUTHENTICATION_ERROR';
  return status !== undefined && status >= 400 && status < 500
    ? 'CONFIGURATION_ERROR'
    : 'NETWORK_ERROR';
}

function messageOf(error: unknown): string {
  const { message } = fieldsOf(error);
  return typeof message === 'string' && message !== '' ? message : String(error);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isStatus(value: unknown): value is number {
  return typeof value === 'number' && value >= 100 && value < 600;
}
