import type { Logger } from '@flightdeck/core';

const silence = (): void => undefined;

/** For failures that a test provokes. */
export const SILENT: Logger = { debug: silence, info: silence, warn: silence, error: silence };
