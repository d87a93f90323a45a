import { targetOf } from './target.js';

describe('targetOf', () => {
  it.each([
    ['postgres://user:secret@db.example:6432/app', 'user user, host db.example:6432, database app'],
    [
      'postgres://us%40er:secret@db.example/a%20b',
      'user us@er, host db.example:5432, database a b',
    ],
    ['postgres://db.example', 'host db.example:5432, database '],
    ['secret', 'at a URL that cannot be read'],
    [null, 'as the environment says'],
  ])('names what %s leads to, without the password', (url, target) => {
    expect(targetOf(url)).toBe(target);
  });
});
