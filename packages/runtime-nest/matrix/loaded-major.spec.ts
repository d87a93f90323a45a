import * as common from '@nestjs/common';
import * as fastify from '@nestjs/platform-fastify';
import * as testing from '@nestjs/testing';

declare const NEST_MAJOR: number;

describe('the NestJS under test', () => {
  it.each([
    ['common', common, 'StandardSchemaValidationPipe'],
    ['testing', testing, 'CapturingLogger'],
    ['platform-fastify', fastify, 'MultipartModule'],
  ])('%s is the major that the Jest project claims', (_name, loaded, newInTwelve) => {
    expect(newInTwelve in loaded).toBe(NEST_MAJOR === 12);
  });

  it('core fits the common that was loaded', async () => {
    const module = await testing.Test.createTestingModule({ providers: [common.Logger] }).compile();
    expect(module.get(common.Logger)).toBeInstanceOf(common.Logger);
    await module.close();
  });
});
