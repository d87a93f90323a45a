import { BuiltInAgent, defineTool } from '@flightdeck/agent';
import { CopilotAgent, CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { Inject, Injectable, Module } from '@nestjs/common';
import { z } from 'zod';

@Injectable()
class Orders {
  find(id: string): string {
    return `Order ${id} is on its way`;
  }
}

@CopilotAgent('default')
class SupportAgent extends BuiltInAgent {
  constructor(@Inject(Orders) orders: Orders) {
    const findOrder = defineTool({
      name: 'findOrder',
      description: 'Finds an order',
      parameters: z.object({ id: z.string() }),
      execute: ({ id }) => orders.find(id),
    });
    super({ model: 'openai/gpt-4o', tools: [findOrder] });
  }
}

@Module({
  imports: [CopilotRuntimeModule.forRoot({ path: 'api/copilotkit' })],
  providers: [Orders, SupportAgent],
})
export class AppModule {}
