import { applyPatch } from '../json-patch.js';

/** The document after the patch, or `undefined` where the patch does not fit. */
export function patched(document: unknown, patch: unknown): unknown {
  try {
    return applyPatch(document, patch);
  } catch {
    return undefined;
  }
}
