import { describe, expect, it } from '@jest/globals';
import { Observable } from '../internal/observable.js';
import { skipReducer } from './skip-reducer.js';

/** What AG-UI's `AbstractAgent` looks like to the runtime. */
class AbstractLikeAgent {
  messages = [];
  state = {};
  subscribers: unknown[] = [];
  debugLogger: unknown = undefined;
  maxProtocolVersion = '1.0.0';
  clone() {
    return this;
  }
  prepareRunAgentInput(): void {}
  apply(): void {}
  processApplyEvents(): void {}
  runAgent(): void {}
}

class OtherReducer extends AbstractLikeAgent {
  override apply(): void {}
}

class OtherListener extends AbstractLikeAgent {
  override processApplyEvents(): void {}
}

function isSkipped(agent: AbstractLikeAgent): boolean {
  skipReducer(agent, () => undefined);
  return Object.hasOwn(agent, 'apply');
}

describe('the reducer of an agent', () => {
  it.each(['0.0.50', '0.0.59', '1.0.0'])('is left out on the tested line of %s', (version) => {
    expect(isSkipped(Object.assign(new AbstractLikeAgent(), { maxProtocolVersion: version }))).toBe(
      true,
    );
  });

  it.each([
    ['an untested version', { maxProtocolVersion: '1.1.0' }],
    ['a version that is none', { maxProtocolVersion: 1 }],
    ['a subscriber', { subscribers: [{}] }],
    ['a debug log', { debugLogger: {} }],
    ['a runAgent of its own', { runAgent: () => undefined }],
  ])('stays with an agent that has %s', (_what, own) => {
    expect(isSkipped(Object.assign(new AbstractLikeAgent(), own))).toBe(false);
  });

  it.each([OtherReducer, OtherListener])('stays with an agent of the class %p', (Agent) => {
    expect(isSkipped(new Agent())).toBe(false);
  });

  it('lets go of the events when the agent does', () => {
    const agent = new AbstractLikeAgent();
    skipReducer(agent, () => undefined);
    let subscribed = 0;
    const events = new Observable<unknown>(() => {
      subscribed += 1;
      return () => (subscribed -= 1);
    });
    const { apply } = agent as { apply: (...args: unknown[]) => unknown };
    const applied = apply({}, events) as typeof events;
    const subscription = applied.subscribe();
    expect(subscribed).toBe(1);
    subscription.unsubscribe();
    expect(subscribed).toBe(0);
  });
});
