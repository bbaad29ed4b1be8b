/** Addresses of databases as people paste them, and what is said of one that can't be used: never the address itself. */
import { expect, it } from 'vitest';
import { Failure } from '../../base/failure.ts';
import { databaseAddress } from './database-address.ts';

const SERVER = {
  kind: 'postgresql',
  host: 'db.acme.example',
  port: null,
  database: 'crm',
  user: 'me',
  password: null,
  tls: true,
};

it.each<[url: string, address: object]>([
  ['postgresql://me@db.acme.example/crm', SERVER],
  ['postgres://me:p%23w%40@db.acme.example:6543/crm', { ...SERVER, port: 6543, password: 'p#w@' }],
  ['mysql://me@DB.acme.example/crm', { ...SERVER, kind: 'mysql' }],
  ['mariadb://me@db.acme.example/my%20shop', { ...SERVER, kind: 'mysql', database: 'my shop' }],
  ['postgresql://me@[::1]/crm?sslmode=disable', { ...SERVER, host: '::1', tls: false }],
  ['mysql://me@db.acme.example/crm?ssl-mode=DISABLED', { ...SERVER, kind: 'mysql', tls: false }],
  ['postgresql://me@db.acme.example/crm?sslmode=prefer', SERVER],
  ['sqlite:data/crm.sqlite', { kind: 'sqlite', path: 'data/crm.sqlite' }],
  ['sqlite:///srv/crm.sqlite', { kind: 'sqlite', path: '/srv/crm.sqlite' }],
])('reads %s', (url, address) => {
  expect(databaseAddress(url)).toEqual(address);
});

it.each<[url: string, says: string]>([
  ['postgresql://me:CANARY@db.acme.example', 'The address lacks the database.'],
  ['postgresql:///crm', 'The address lacks the host and the user.'],
  ['postgresql://me:CANARY#1@db.acme.example/crm', 'This is no address of a database.'],
  ['mysql://me:CANARY@db.acme.example/crm?charset=x', 'The address says `charset`, which isn’t known here.'],
  ['mysql://me:CANARY%zz@db.acme.example/crm', 'The address has a `%` that stands for nothing.'],
  ['https://me:CANARY@acme.example', 'This is no address of a database.'],
  ['sqlite:', 'This is no address of a database.'],
])('refuses %s', (url, says) => {
  const refused = (): unknown => {
    try {
      return databaseAddress(url);
    } catch (error) {
      return error;
    }
  };
  const error = refused();
  expect(error).toBeInstanceOf(Failure);
  expect(error).toMatchObject({ code: 'usage', message: says });
  expect(JSON.stringify(error, ['message', 'mend'])).not.toContain('CANARY');
});
