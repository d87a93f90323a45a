type Body = (() => void) | (() => Promise<void>);

/** What a contract suite needs of a test runner. Jest, Vitest, Mocha and `node:test` all have it. */
export interface TestApi {
  readonly describe: (title: string, body: () => void) => void;
  readonly it: (title: string, body: Body) => void;
  readonly beforeAll: (body: Body) => void;
  readonly afterAll: (body: Body) => void;
  readonly beforeEach: (body: Body) => void;
  readonly afterEach: (body: Body) => void;
}
