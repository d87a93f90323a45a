import 'reflect-metadata';
import { All, Controller, Module, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CopilotRuntime, OpenAIAdapter, copilotRuntimeNestEndpoint } from '@copilotkit/runtime';
import type { Request, Response } from 'express';

@Controller()
export class CopilotKitController {
  @All('/copilotkit')
  copilotkit(@Req() req: Request, @Res() res: Response) {
    const serviceAdapter = new OpenAIAdapter();
    const runtime = new CopilotRuntime();

    const handler = copilotRuntimeNestEndpoint({
      runtime,
      serviceAdapter,
      endpoint: '/copilotkit',
    });
    return handler(req, res);
  }
}

@Module({ controllers: [CopilotKitController] })
export class AppModule {}

async function bootstrap() {
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  await app.listen(3000);
}
bootstrap();
