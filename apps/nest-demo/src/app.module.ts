import { CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { Module } from '@nestjs/common';

import { ScriptedAgent } from './scripted.agent.js';
import { Script } from './script.service.js';

@Module({
  imports: [
    CopilotRuntimeModule.forRoot({
      // The demo has one user; a real application reads what its guards have found.
      identifyUser: () => ({ id: 'demo' }),
      shutdownGraceMs: 3_000,
    }),
  ],
  providers: [Script, ScriptedAgent],
})
export class AppModule {}
