/** Google Calendar through its fake: who is out of office, and what is never asked of an event. */
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeEvent, Google, GoogleOptions } from '../../../test/systems/google.ts';
import { failed, GOOGLE_WORDS, googleWorkspace, SERVICE_ACCOUNT } from '../../../test/systems/google.ts';
import type { OpenedVendor } from '../../../test/systems/opened.ts';
import { openedVendor, readWhole } from '../../../test/systems/opened.ts';
import type { Reply } from '../../../test/systems/vendor.ts';
import { googleCalendar } from './google-calendar.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z');

type Replying = { readonly reply: Reply };

let vendor: OpenedVendor | undefined;
afterEach(async () => await vendor?.system.close());

async function opened(fake: Replying): Promise<OpenedVendor> {
  return (vendor = await openedVendor(googleCalendar, fake, {
    words: GOOGLE_WORDS,
    secret: { secret: SERVICE_ACCOUNT.privateKey },
  }));
}

function event(id: string, start: string, end: string, eventType = 'outOfOffice'): FakeEvent {
  return {
    id,
    eventType,
    status: 'confirmed',
    start: { dateTime: `${start}T00:00:00+01:00` },
    end: { dateTime: `${end}T00:00:00+01:00` },
    summary: 'Surgery',
    description: 'at the clinic',
    location: 'Main Street 5',
  };
}

function workspace(also: Partial<GoogleOptions> = {}): Google {
  const fake = googleWorkspace(also);
  fake.calendars.set('sarah@acme.example', [
    event('e1', '2026-11-20', '2026-11-28'),
    event('e2', '2026-12-24', '2027-01-02'),
    event('e3', '2026-12-30', '2026-12-31'),
    event('far', '2027-08-01', '2027-08-09'),
    event('meeting', '2026-11-23', '2026-11-24', 'default'),
  ]);
  return fake;
}

describe('out of office', () => {
  it('is asked of each calendar and comes whole, without a word of what it is about', async () => {
    const { rows, passedOver } = await readWhole(await opened(workspace()), 'out_of_office', { now: NOW });
    expect(rows.map(({ key }) => key)).toEqual(['e1', 'e2', 'e3'].map((id) => `sarah@acme.example:${id}`));
    expect(rows[0]).toMatchObject({ calendar: 'sarah@acme.example', start: { dateTime: '2026-11-20T00:00:00+01:00' } });
    expect(passedOver).toEqual([]);
    expect(JSON.stringify(rows)).not.toMatch(/Surgery|clinic|Main Street/);
    const asked = vendor?.system.asked.filter(({ path }) => path.startsWith('/calendar/')) ?? [];
    // Five calendars, and a second page of one.
    expect(asked).toHaveLength(6);
    expect(asked[0]?.query.get('fields')).toBe('kind,nextPageToken,items(id,status,eventType,start,end)');
    expect(vendor?.hosts).toEqual(new Set(['oauth2.googleapis.com', 'www.googleapis.com']));
    expect(vendor?.secretsAt).toEqual(new Set(['secret oauth2.googleapis.com', 'secret www.googleapis.com']));
  });

  it('passes over a calendar that is not shared, and says whose', async () => {
    const fake = workspace();
    fake.calendars.delete('lena@acme.example');
    const { rows, passedOver } = await readWhole(await opened(fake), 'out_of_office', { now: NOW });
    expect(rows).toHaveLength(3);
    expect(passedOver).toMatchObject([{ values: ['lena@acme.example'], failure: { kind: 'not_found' } }]);
  });

  it('fails where no calendar is shared', async () => {
    const fake = workspace();
    fake.calendars.clear();
    await expect(readWhole(await opened(fake), 'out_of_office')).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('is nobody’s when an event is taken back', async () => {
    const fake = workspace();
    const first = await opened(fake);
    fake.calendars.set('sarah@acme.example', []);
    expect((await readWhole(first, 'out_of_office', { now: NOW })).rows).toEqual([]);
  });
});

it('people come by what every colleague may see', async () => {
  const { rows } = await readWhole(await opened(workspace()), 'people');
  expect(rows).toHaveLength(5);
  expect(vendor?.system.asked.at(-1)?.query.get('viewType')).toBe('domain_public');
});

describe('what goes wrong', () => {
  it('a token that ends early is renewed', async () => {
    const fake = workspace();
    const first = await opened(fake);
    await readWhole(first, 'people');
    fake.tokens.clear();
    expect((await readWhole(first, 'people')).rows).toHaveLength(5);
  });

  it.each<[string, () => Replying, string]>([
    ['scopes that no admin has allowed', () => workspace({ scopes: [] }), 'auth'],
    ['a user that it may not read as', () => workspace({ user: 'other@acme.example' }), 'auth'],
    ['a 403 that is a limit', () => refusing(failed(403, 'userRateLimitExceeded', 'Rate Limit Exceeded')), 'limit'],
    ['a 403 that is none', () => refusing(failed(403, 'insufficientPermissions', 'No')), 'forbidden'],
  ])('%s', async (_name, fake, kind) => {
    const asking = readWhole(await opened(fake()), 'people', { bounds: { deadlineMs: 400 } });
    await expect(asking).rejects.toMatchObject({ kind });
  });
});

function refusing(said: ReturnType<typeof failed>): Replying {
  const fake = workspace();
  return { reply: (asked) => (asked.path === '/token' ? fake.reply(asked) : said) };
}
