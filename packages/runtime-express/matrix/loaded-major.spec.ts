import express from 'express';

declare const EXPRESS_MAJOR: number;

describe('the Express under test', () => {
  it('is the major that the Jest project claims', () => {
    // Express 5 refuses the bare wildcard that Express 4 accepts.
    const acceptsBareWildcard = () => express().get('*', (_req, res) => void res.end());
    if (EXPRESS_MAJOR === 4) expect(acceptsBareWildcard).not.toThrow();
    else expect(acceptsBareWildcard).toThrow();
  });
});
