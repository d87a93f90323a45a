import { describe, expect, it } from '@jest/globals';
import * as rxjs from 'rxjs';
import { Observable } from './observable.js';

describe('the observable of runners', () => {
  it('is the class that rxjs exports', () => {
    expect(Observable).toBe(rxjs.Observable);
  });
});
