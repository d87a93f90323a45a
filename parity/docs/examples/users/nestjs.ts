import { CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { Injectable, Module, type CanActivate, type ExecutionContext } from '@nestjs/common';

import { myAgent } from './my-agent.js';
import { userOfToken } from './sessions.js';

interface SessionRequest {
  readonly headers: { readonly authorization?: string };
  user?: { readonly id: string } | null;
}

@Injectable()
class SessionGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SessionRequest>();
    request.user = await userOfToken(request.headers.authorization);
    return request.user !== null;
  }
}

@Module({
  imports: [
    CopilotRuntimeModule.forRoot({
      agents: { default: myAgent },
      guards: [SessionGuard],
      identifyUser: (_request, { nativeRequest }) => (nativeRequest as SessionRequest).user,
    }),
  ],
})
export class AppModule {}
