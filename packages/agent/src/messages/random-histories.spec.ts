import { randomHistory } from '../../test/support/random-history.js';
import { createRecordingLogger } from '../../test/support/recording-logger.js';
import { promptProblems } from '../../test/support/prompt-problems.js';
import { sealMetadata } from './envelope.js';
import { parseMessages } from './parse-messages.js';
import { repairHistory, type HistoryRepair } from './repair-history.js';
import { toPrompt } from './to-prompt.js';

const SEEDS = process.env['LONG_CHECKS'] === undefined ? 500 : 2_000;
const PROVIDERS = ['openai.responses', 'anthropic.messages', 'google.generative-ai'] as const;

describe('random histories', () => {
  for (const mode of ['synthesize', 'drop'] satisfies HistoryRepair[]) {
    it(`become prompts that every provider takes, in the mode ${mode} [history.repair]`, async () => {
      const logger = createRecordingLogger();
      let calls = 0;
      const problems: unknown[] = [];
      for (let seed = 0; seed < SEEDS; seed += 1) {
        const provider = PROVIDERS[seed % PROVIDERS.length] ?? PROVIDERS[0];
        const key = provider.split('.', 1)[0] ?? '';
        const seal = (text: string) =>
          sealMetadata(provider, { [key]: { signature: text, itemId: text } });
        const history = parseMessages(randomHistory(seed, seal), logger);
        const prompt = await toPrompt(repairHistory(history, mode), {
          provider,
          forwardSystemMessages: seed % 2 === 0,
          forwardDeveloperMessages: seed % 3 === 0,
          reasoningRoundTrip: seed % 5 !== 0,
          supportedUrls: {},
          download: () => Promise.reject(new Error('No network')),
          logger,
        });
        problems.push(...promptProblems(prompt).map((problem) => ({ seed, problem })));
        calls += JSON.stringify(prompt).split('"type":"tool-call"').length - 1;
      }
      expect(problems).toEqual([]);
      expect(calls).toBeGreaterThan(SEEDS / 2);
    });
  }

  it('are repaired once: a repaired history stays as it is', () => {
    const logger = createRecordingLogger();
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const once = repairHistory(parseMessages(randomHistory(seed, String), logger), 'synthesize');
      expect({ seed, history: repairHistory(once, 'error') }).toEqual({ seed, history: once });
    }
  });
});
