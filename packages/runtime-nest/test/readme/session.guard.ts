import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';

interface SessionRequest {
  readonly headers: { readonly authorization?: string };
  user?: { readonly id: string };
}

@Injectable()
export class SessionGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<SessionRequest>();
    const [scheme, id] = request.headers.authorization?.split(' ') ?? [];
    if (scheme !== 'Bearer' || id === undefined) return false;
    request.user = { id };
    return true;
  }
}

export function userOf(request: unknown): { readonly id: string } | undefined {
  return (request as SessionRequest).user;
}
