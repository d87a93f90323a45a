import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../src/server/settings.js';

describe('the settings of the demo', () => {
  it('keep threads in a file beside the app unless they say otherwise', () => {
    expect(readSettings({ PORT: '', DATA_DIR: '' }, '/app')).toEqual({
      port: 3000,
      storage: { kind: 'sqlite', file: '/app/.data/threads.db' },
      realtimeSecret: null,
      modelName: null,
      voice: 'scripted',
    });
    const { storage } = readSettings({ DATA_DIR: '/elsewhere' }, '/app');
    expect(storage).toEqual({ kind: 'sqlite', file: '/elsewhere/threads.db' });
  });

  it('prefer a PostgreSQL where one is named', () => {
    const env = { DATA_DIR: '/elsewhere', DEMO_DATABASE_URL: 'postgres://h/d' };
    const storage = { kind: 'postgres', url: 'postgres://h/d', schema: 'flightdeck_demo' };
    expect(readSettings(env, '/app').storage).toEqual({ ...storage, leaseMs: null });
    const more = { ...env, DEMO_LEASE_MS: '5000', DEMO_DATABASE_SCHEMA: 's' };
    expect(readSettings(more, '/app').storage).toEqual({ ...storage, schema: 's', leaseMs: 5000 });
  });

  const keys = { OPENAI_API_KEY: 'o', ANTHROPIC_API_KEY: 'a', GOOGLE_API_KEY: 'g' };

  it.each([
    [keys, 'openai/gpt-4o-mini', 'openai'],
    [{ ...keys, OPENAI_API_KEY: '' }, 'anthropic/claude-haiku-4-5', 'scripted'],
    [{ GOOGLE_API_KEY: 'g' }, 'google/gemini-2.5-flash', 'scripted'],
    [{ ...keys, DEMO_MODEL: 'openai/gpt-5' }, 'openai/gpt-5', 'openai'],
    [{ DEMO_MODEL: 'ollama/qwen3:8b' }, 'ollama/qwen3:8b', 'scripted'],
    [{ ...keys, DEMO_MODEL: 'scripted' }, null, 'scripted'],
    [{ DEMO_MODEL: '' }, null, 'scripted'],
  ])('choose the model and the ears by the keys that there are: %j', (env, modelName, voice) => {
    expect(readSettings(env, '/app')).toMatchObject({ modelName, voice });
  });

  it.each([{ PORT: 'tower' }, { PORT: '70000' }, { PORT: '-1' }, { PORT: '1.5' }])(
    'refuse a port that is none: %j',
    (env) => {
      expect(() => readSettings(env, '/app')).toThrow('PORT must be a whole number');
    },
  );
});
