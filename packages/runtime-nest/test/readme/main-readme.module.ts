import { HttpAgent } from '@ag-ui/client';
import { CopilotAgent, CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { Module } from '@nestjs/common';

@CopilotAgent('default')
class SupportAgent extends HttpAgent {
  constructor() {
    super({ url: 'http://localhost:8000/agent' });
  }
}

@Module({
  imports: [CopilotRuntimeModule.forRoot({ path: 'api/copilotkit' })],
  providers: [SupportAgent],
})
export class AppModule {}
