import { StoreError } from '@flightdeck/store';

import { sqlStateOf, toStoreError } from './to-store-error.js';

function ofServer(code: string, message = 'it failed'): Error {
  return Object.assign(new Error(message), { code, severity: 'ERROR' });
}

function ofSystem(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('toStoreError', () => {
  it.each([
    [ofServer('28P01'), 'access_denied'],
    [ofServer('28000'), 'access_denied'],
    [ofServer('3D000'), 'access_denied'],
    [ofServer('42501'), 'access_denied'],
    [new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: no password'), 'access_denied'],
    [ofServer('08006'), 'unavailable'],
    [ofServer('57P01'), 'unavailable'],
    [ofServer('57P03'), 'unavailable'],
    [ofServer('57014'), 'unavailable'],
    [ofServer('53300'), 'unavailable'],
    [ofServer('40P01'), 'unavailable'],
    [ofSystem('ECONNREFUSED'), 'unavailable'],
    [ofSystem('ECONNRESET'), 'unavailable'],
    [ofSystem('EPIPE'), 'unavailable'],
    [ofSystem('ENOTFOUND'), 'unavailable'],
    [new AggregateError([ofSystem('ECONNREFUSED')]), 'unavailable'],
    [new Error('Connection terminated unexpectedly'), 'unavailable'],
    [new Error('Query read timeout'), 'unavailable'],
    ['a text', 'unavailable'],
    [ofServer('25006'), 'read_only'],
    [ofServer('53100'), 'disk_full'],
    [ofServer('42P01'), 'migration_required'],
    [ofServer('3F000'), 'migration_required'],
    [ofServer('XX001'), 'corrupt'],
    [ofServer('XX000'), 'unavailable'],
    [ofServer('22021'), 'conflict'],
  ])('says what %s is: %s', (error, code) => {
    const mapped = toStoreError(error, 'host here');
    expect(mapped).toMatchObject({ code, cause: error });
    expect(mapped.message).toContain('host here');
  });

  it('keeps an error of the store as it is', () => {
    const error = new StoreError('closed', 'closed');
    expect(toStoreError(error, 'host')).toBe(error);
  });

  it('tells an error of the system from one of the server', () => {
    expect(sqlStateOf(ofSystem('EPIPE'))).toBeNull();
    expect(sqlStateOf(ofServer('25006'))).toBe('25006');
    expect(sqlStateOf(null)).toBeNull();
  });

  it.each(['26000', '42P05'])('advises what to do about a pooler: %s', (code) => {
    expect(toStoreError(ofServer(code), 'host').message).toContain('preparedStatements: false');
  });
});
