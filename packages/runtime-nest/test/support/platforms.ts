import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

export type Platform = 'express' | 'fastify';

/** Every suite runs on each of them. */
export const PLATFORMS: readonly Platform[] = ['express', 'fastify'];

/** With the platform's defaults; only whether it may cut connections is said for both. */
export function createAdapter(
  platform: Platform,
  forceCloseConnections = true,
): AbstractHttpAdapter {
  // Nest 11 passes the option of applications to Express alone.
  return platform === 'express'
    ? new ExpressAdapter()
    : new FastifyAdapter({ forceCloseConnections });
}
