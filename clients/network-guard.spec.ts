import { jest } from '@jest/globals';
import { ClientPage } from './support/client-page.js';
import { versionNamed } from './support/versions.js';

jest.setTimeout(90_000);

it('notices a client that tries to reach its vendor, and keeps it on loopback', async () => {
  const page = await ClientPage.start(versionNamed('1.57.4').alias);
  try {
    // Nobody listens there.
    await page.open({ runtimeUrl: 'http://127.0.0.1:1/', enableInspector: true });
    const { attempts, said } = await page.untilSeen('an attempt', (now) => now.attempts.length > 0);
    expect(attempts).toEqual(['cdn.copilotkit.ai']);
    expect(said.join('\n')).toContain('cdn.copilotkit.ai is not on loopback');
  } finally {
    await page.stop();
  }
});
