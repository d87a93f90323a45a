import { CopilotRuntime } from '@flightdeck/core';
import {
  CopilotRuntimeModule,
  CopilotRuntimeService,
  getCopilotRuntimeServiceToken,
  getCopilotRuntimeToken,
  InjectCopilotRuntime,
  InjectCopilotRuntimeService,
  type CopilotRuntimeModuleOptions,
  type CopilotRuntimeOptionsFactory,
} from '@flightdeck/runtime-nest';
import { ScriptedAgent } from '@flightdeck/testing';
import { Inject, Injectable, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { PLATFORMS } from './support/platforms.js';
import { BASE, infoOf } from './support/requests.js';
import { createApp, startApp } from './support/start-app.js';

@Injectable()
class Settings implements CopilotRuntimeOptionsFactory {
  readonly agentId: string = 'configured';

  async createCopilotRuntimeOptions(): Promise<CopilotRuntimeModuleOptions> {
    return { agents: { [this.agentId]: new ScriptedAgent() } };
  }
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

async function agentIdsAt(base: string): Promise<string[]> {
  return Object.keys((await infoOf(base)).agents);
}

describe.each(PLATFORMS)('the module on %s', (platform) => {
  it('says so when a factory returns no options', async () => {
    const imports = [CopilotRuntimeModule.forRootAsync({ useFactory: () => undefined as never })];
    await expect(startApp(platform, { imports })).rejects.toThrow('returned no options');
  });

  it('takes options from a factory', async () => {
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRootAsync({
          path: 'chat',
          imports: [SettingsModule],
          inject: [Settings],
          useFactory: async (settings: Settings) => settings.createCopilotRuntimeOptions(),
        }),
      ],
    });
    expect(await agentIdsAt(`${url}/chat`)).toEqual(['configured']);
  });

  it('takes options from a class of its own', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRootAsync({ useClass: Settings })],
    });
    expect(await agentIdsAt(`${url}${BASE}`)).toEqual(['configured']);
  });

  it('takes options from a provider that exists', async () => {
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings }),
      ],
    });
    expect(await agentIdsAt(`${url}${BASE}`)).toEqual(['configured']);
  });

  it('serves a runtime that was made elsewhere', async () => {
    const runtime = new CopilotRuntime({ agents: { elsewhere: new ScriptedAgent() } });
    const { app, url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ runtime, path: 'chat' })],
    });
    expect(await agentIdsAt(`${url}/chat`)).toEqual(['elsewhere']);
    expect(app.get(CopilotRuntime)).toBe(runtime);
  });

  it('may be there several times, under different names', async () => {
    @Injectable()
    class Consumer {
      constructor(
        @InjectCopilotRuntime() readonly first: CopilotRuntime,
        @InjectCopilotRuntime('second') readonly second: CopilotRuntime,
        @InjectCopilotRuntimeService() readonly firstService: CopilotRuntimeService,
        @InjectCopilotRuntimeService('second') readonly secondService: CopilotRuntimeService,
      ) {}
    }
    const { app, url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({ agents: { one: new ScriptedAgent() } }),
        CopilotRuntimeModule.forRootAsync({
          name: 'second',
          path: 'second',
          useFactory: () => ({ agents: { two: new ScriptedAgent() } }),
        }),
      ],
      providers: [Consumer],
    });
    expect(await agentIdsAt(`${url}${BASE}`)).toEqual(['one']);
    expect(await agentIdsAt(`${url}/second`)).toEqual(['two']);
    const { first, second, firstService, secondService } = app.get(Consumer);
    expect(first).not.toBe(second);
    expect([firstService.runtime, secondService.runtime]).toEqual([first, second]);
    expect([firstService.name, firstService.path]).toEqual(['default', 'api/copilotkit']);
    expect([secondService.name, secondService.path]).toEqual(['second', 'second']);
  });

  it('is seen by other modules if it is global', async () => {
    @Injectable()
    class Consumer {
      constructor(
        @Inject(CopilotRuntimeService) readonly service: CopilotRuntimeService,
        @InjectCopilotRuntime() readonly runtime: CopilotRuntime,
      ) {}
    }
    @Module({ providers: [Consumer] })
    class FeatureModule {}
    const { app } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ isGlobal: true }), FeatureModule],
    });
    const { service, runtime } = app.get(Consumer);
    expect(service.runtime).toBe(runtime);
  });
});

describe('the module', () => {
  it('refuses two runtimes of one name', async () => {
    const app = await createApp('express', {
      imports: [CopilotRuntimeModule.forRoot({}), CopilotRuntimeModule.forRoot({ path: 'other' })],
    });
    await expect(app.init()).rejects.toThrow("Two CopilotRuntimeModules have the name 'default'");
  });

  it('refuses options that exclude each other', async () => {
    const runtime = new CopilotRuntime({ agents: {} });
    const options = { runtime, agents: {} };
    const imports = [CopilotRuntimeModule.forRoot(options)];
    await expect(createApp('express', { imports })).rejects.toThrow('either runtime or agents');
  });

  it('refuses what the runtime refuses, at start-up', async () => {
    const imports = [CopilotRuntimeModule.forRoot({ maxBodyBytes: -1 })];
    await expect(createApp('express', { imports })).rejects.toThrow('maxBodyBytes');
  });

  it('takes undefined for the default', async () => {
    const options = { path: undefined, name: undefined, guards: undefined } as object;
    const { url } = await startApp('express', { imports: [CopilotRuntimeModule.forRoot(options)] });
    expect(await agentIdsAt(`${url}${BASE}`)).toEqual([]);
  });

  it('needs no options at all', async () => {
    const { url } = await startApp('express', { imports: [CopilotRuntimeModule.forRoot()] });
    expect(await agentIdsAt(`${url}${BASE}`)).toEqual([]);
  });

  it('has tokens for each name', () => {
    expect(getCopilotRuntimeToken()).toBe(CopilotRuntime);
    expect(getCopilotRuntimeServiceToken()).toBe(CopilotRuntimeService);
    expect(getCopilotRuntimeToken('a')).not.toBe(getCopilotRuntimeToken('b'));
    expect(getCopilotRuntimeServiceToken('a')).not.toBe(getCopilotRuntimeToken('a'));
  });

  it('works in an application without HTTP', async () => {
    @Module({ imports: [CopilotRuntimeModule.forRoot({ agents: { one: new ScriptedAgent() } })] })
    class JobsModule {}
    const app = await NestFactory.createApplicationContext(JobsModule, { logger: false });
    const service = app.get(CopilotRuntimeService);
    expect(await service.stop('unknown')).toBe(false);
    await app.close();
    expect(service.isShuttingDown).toBe(true);
  });

  it("reports through the application's logger", async () => {
    const lines: unknown[][] = [];
    const record = (...line: unknown[]): void => void lines.push(line);
    const { app } = await startApp('express', { imports: [CopilotRuntimeModule.forRoot({})] });
    Logger.overrideLogger({ log: record, error: record, warn: record, debug: record });
    try {
      const { logger } = app.get(CopilotRuntime).settings;
      const error = new Error('broken');
      logger.warn('careful');
      logger.error('failed', error);
      logger.error('failed', { path: '/info', error });
      logger.info('fine', 'why');
      logger.debug('detail');
      expect(lines).toEqual([
        ['careful', 'CopilotRuntime'],
        ['failed', { error }, 'CopilotRuntime'],
        ['failed', { path: '/info', error }, 'CopilotRuntime'],
        ['fine', 'why', 'CopilotRuntime'],
        ['detail', 'CopilotRuntime'],
      ]);
    } finally {
      Logger.overrideLogger(false);
    }
  });
});
