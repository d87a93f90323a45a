import assert from 'node:assert/strict';

import { agent, exercise } from './exercise.mjs';

/** `load` is either `require` or `import`. */
export async function run(load) {
  await load('reflect-metadata');
  const { Module } = await load('@nestjs/common');
  const { NestFactory } = await load('@nestjs/core');
  const { CopilotRuntimeModule } = await load('@flightdeck/runtime-nest');

  class AppModule {}
  const options = { path: 'copilotkit', agents: { default: agent } };
  Module({ imports: [CopilotRuntimeModule.forRoot(options)] })(AppModule);
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  await app.listen(0, '127.0.0.1');
  await exercise(`${await app.getUrl()}/copilotkit`);
  await app.close();
  // Nest shows it in its log and in its errors.
  assert.equal(CopilotRuntimeModule.name, 'CopilotRuntimeModule');
}
