import type { Reply } from '@flightdeck/core';
import { readText } from '../wire/body-texts.js';
import { errorReply } from '../wire/graphql-reply.js';
import { isRecord } from '../../internal/is-record.js';
import { codeOfStatus, LegacyError } from '../wire/legacy-error.js';

/** More of a body is not looked at to find out what it says. */
const MAX_BODY_LENGTH = 64 * 1024;

/** An inner reply that is not what was asked for, in the terms of old clients and with its headers. */
export async function refusalOf(reply: Reply): Promise<Reply> {
  const text = await readText(reply.body, MAX_BODY_LENGTH);
  const body = parse(text);
  const reason = textOf(body.code) ?? textOf(body.error);
  const message =
    [body.message, body.details, body.error].map(textOf).find((said) => said !== undefined) ??
    (text.trim() === '' ? undefined : text.trim().slice(0, 500));
  const error = new LegacyError(
    codeOfStatus(reply.status, textOf(body.code)),
    message ?? `The request was answered with status ${reply.status}`,
    {
      statusCode: reply.status,
      ...(reason === undefined ? {} : { originalErrorType: reason }),
    },
  );
  return errorReply(error, reply.headers);
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) ? body : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
