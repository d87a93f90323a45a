import type { ModelPart } from './model-part.js';

/** Whether the part shows that the model answers: after it a call is not repeated. */
export function isContent(part: ModelPart): boolean {
  switch (part.type) {
    case 'text-start':
    case 'text-end':
    case 'reasoning-start':
    case 'reasoning-end':
    case 'response-metadata':
    case 'error':
      return false;
    case 'text-delta':
    case 'reasoning-delta':
      return part.delta !== '';
    default:
      return true;
  }
}
