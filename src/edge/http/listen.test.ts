/** Where open mode may listen: on this machine alone. Listening itself is tested with the server. */
import { describe, expect, it } from 'vitest';
import { refusedListener } from './listen.ts';

describe('without authentication nothing but this machine may reach it', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['::1', true],
    ['0:0:0:0:0:0:0:1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.5', false],
    ['192.168.1.7', false],
    ['concierge.acme.example', false],
    ['localhost.acme.example', false],
    ['127.0.0.1.acme.example', false],
    ['128.0.0.1', false],
    ['', false],
  ])('%s', (host, isServed) => {
    expect(refusedListener({ host }, true)?.code ?? 'served').toBe(isServed ? 'served' : 'refused_address');
  });

  it('with tokens, any address', () => {
    expect(refusedListener({ host: '0.0.0.0' }, false)).toBeNull();
  });
});
