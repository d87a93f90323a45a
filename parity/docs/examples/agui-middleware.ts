import { HttpAgent } from '@ag-ui/client';
import { asAguiMiddleware, openGenerativeUI } from '@flightdeck/middlewares';
import { Observable } from 'rxjs';

export function painter(url: string): HttpAgent {
  const agent = new HttpAgent({ url });
  agent.use(asAguiMiddleware(openGenerativeUI(true), Observable, { agentId: 'painter' }));
  return agent;
}
