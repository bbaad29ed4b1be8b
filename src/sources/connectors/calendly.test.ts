/** Calendly through its fake: whose link is whose, which links count, and notes that nobody reads. */
import { afterEach, describe, expect, it } from 'vitest';
import { calendlyOrganization, failed, userUri } from '../../../test/systems/calendly.ts';
import type { OpenedVendor } from '../../../test/systems/opened.ts';
import { openedVendor, readWhole } from '../../../test/systems/opened.ts';
import type { Reply } from '../../../test/systems/vendor.ts';
import { calendly } from './calendly.ts';

type Replying = { readonly reply: Reply };

let vendor: OpenedVendor | undefined;
afterEach(async () => await vendor?.system.close());

async function opened(fake: Replying, secret = 't0ken'): Promise<OpenedVendor> {
  return (vendor = await openedVendor(calendly, fake, { secret: { secret } }));
}

const LIMIT = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' };

it('people come whole, each once, with their links', async () => {
  const { rows } = await readWhole(await opened(calendlyOrganization()), 'people');
  expect(rows).toHaveLength(7);
  expect(rows[0]).toMatchObject({
    user: { uri: userUri('sarah'), email: 'sarah@acme.example', scheduling_url: 'https://calendly.com/acme-sarah' },
  });
  // Whose organization it is, and three pages.
  expect(vendor?.system.asked).toHaveLength(4);
  expect(vendor?.hosts).toEqual(new Set(['api.calendly.com']));
});

describe('event types', () => {
  it('come by their owner, without descriptions and notes', async () => {
    const { rows } = await readWhole(await opened(calendlyOrganization()), 'event_types');
    expect(rows).toHaveLength(7);
    expect(rows[1]).toMatchObject({
      slug: '30min',
      scheduling_url: 'https://calendly.com/acme-omar/30min',
      profile: { type: 'User', owner: userUri('omar') },
    });
    expect(JSON.stringify(rows)).not.toMatch(/complain|boss/);
  });

  it('leave out what is hidden or no longer offered', async () => {
    const fake = calendlyOrganization();
    fake.eventTypes.set('hidden', {
      id: 'hidden',
      owner: 'mia',
      link: 'https://calendly.com/acme-mia/vip',
      secret: true,
    });
    fake.eventTypes.set('old', { id: 'old', owner: 'mia', link: 'https://calendly.com/acme-mia/old', active: false });
    expect((await readWhole(await opened(fake), 'event_types')).rows).toHaveLength(7);
  });

  it('lose a link that leads elsewhere, and it is counted', async () => {
    const fake = calendlyOrganization();
    fake.eventTypes.set('mia', { id: 'mia', owner: 'mia', link: 'https://calendly.com.evil.example/acme-mia' });
    const { rows, strayLinks } = await readWhole(await opened(fake), 'event_types');
    expect(rows.filter((row) => row['scheduling_url'] === null)).toHaveLength(1);
    expect(strayLinks).toBe(1);
  });
});

describe('what goes wrong', () => {
  it.each<[string, Replying, string]>([
    ['a token that was revoked', calendlyOrganization(), 'auth'],
    ['one without the right', { reply: () => failed(403, 'Permission Denied') }, 'forbidden'],
    ['too many requests', { reply: () => failed(429, 'Too Many Requests', LIMIT) }, 'limit'],
  ])('%s', async (_name, fake, kind) => {
    const asking = readWhole(await opened(fake, 'revoked'), 'people', { bounds: { deadlineMs: 400 } });
    await expect(asking).rejects.toMatchObject({ kind });
  });
});
