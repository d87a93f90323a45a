// main.ts
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { NestExpressApplication } from '@nestjs/platform-express';
import { CopilotRuntime } from '@copilotkit/runtime';
import { createCopilotEndpointExpress } from '@copilotkit/runtime/express';
import { BasicAgent } from '@copilotkit/runtime/v2';

@Module({})
class AppModule {}

async function bootstrap() {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, { logger: ['error'] });
  const runtime = new CopilotRuntime({
    agents: {
      default: new BasicAgent({
        model: 'openai/gpt-4o',
        prompt: 'You are helpful.',
      }),
    },
  });
  // Mount under /api/copilotkit (REST-style routes)
  app.use('/api/copilotkit', createCopilotEndpointExpress({ runtime, basePath: '/' }));
  await app.listen(3000);
}
bootstrap();
