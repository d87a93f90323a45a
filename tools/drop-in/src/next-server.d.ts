/** Of Next.js, the samples need one type, which is not worth installing all of it. */
declare module 'next/server' {
  export class NextRequest extends Request {
    readonly nextUrl: URL;
  }
}
