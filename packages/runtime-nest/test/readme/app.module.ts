import { CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { Module } from '@nestjs/common';

import { Answers } from './answers.js';
import { SessionGuard, userOf } from './session.guard.js';
import { SupportAgent } from './support.agent.js';

@Module({
  imports: [
    CopilotRuntimeModule.forRoot({
      guards: [SessionGuard],
      identifyUser: (_request, { nativeRequest }) => userOf(nativeRequest),
    }),
  ],
  providers: [Answers, SupportAgent],
})
export class AppModule {}
