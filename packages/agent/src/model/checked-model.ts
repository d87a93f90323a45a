import { asRecord } from './as-record.js';
import type { LanguageModel } from './language-model.js';
import { ModelFailure } from './model-failure.js';

const versions = ['v2', 'v3', 'v4'];

/** The value as a model; throws a `ModelFailure` that says what is wrong with it. */
export function checkedModel(value: unknown): LanguageModel {
  const model = asRecord(value);
  if (model === undefined || typeof model['doStream'] !== 'function') {
    throw new ModelFailure(
      'invalid_model',
      'The model is neither a string such as "openai/gpt-4o" nor a model object with "doStream".',
    );
  }
  const version = model['specificationVersion'];
  if (typeof version !== 'string' || !versions.includes(version)) {
    throw new ModelFailure(
      'invalid_model',
      `The model object has specification version ${JSON.stringify(version)}; supported are ${versions.join(', ')}.`,
    );
  }
  return value as LanguageModel; // just checked
}
