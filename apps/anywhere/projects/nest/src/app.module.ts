import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { Module } from '@nestjs/common';

@Module({
  imports: [
    CopilotRuntimeModule.forRoot({
      agents: { default: new BuiltInAgent({ model: 'openai/gpt-4o' }) },
    }),
  ],
})
export class AppModule {}
