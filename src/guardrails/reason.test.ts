import { describe, expect, it } from 'vitest';
import { reasonCard } from './reason.ts';

const REASONS = {
  named_csm: {
    en: 'Your dedicated Success Manager',
    de: 'Ihre Ansprechperson',
    'de-CH': 'Ihre Kontaktperson',
    'zh-Hant': '專員',
  },
  stand_in: { en: 'Standing in for your Success Manager' },
  only_french: { fr: 'Votre équipe' },
};

const ROLE = { by: 'role', lacks: [] } as const;

describe('reasons', () => {
  /** asked language, wording, why */
  it.each<[string | null, string, string]>([
    ['de', 'Ihre Ansprechperson', 'exact'],
    ['de-CH', 'Ihre Kontaktperson', 'exact, with its region'],
    ['DE-ch', 'Ihre Kontaktperson', 'tags have no case'],
    ['de-AT', 'Ihre Ansprechperson', 'another region: the language'],
    ['de-CH-1996', 'Ihre Kontaktperson', 'one subtag less'],
    ['zh-Hant-TW', '專員', 'the script is kept'],
    ['zh', 'Your dedicated Success Manager', 'a shorter tag never takes a longer one'],
    ['de-x-private', 'Ihre Ansprechperson', 'a private part is dropped whole'],
    ['fr', 'Your dedicated Success Manager', 'the default language'],
    [null, 'Your dedicated Success Manager', 'nothing asked: the default language'],
    ['', 'Your dedicated Success Manager', 'nonsense: the default language'],
  ])('in %j: %s (%s)', (language, message) => {
    expect(reasonCard('named_csm', ROLE, language, REASONS, 'en')).toEqual({ code: 'named_csm', message });
  });

  it('say something even where the default language has no wording', () => {
    expect(reasonCard('only_french', ROLE, 'de', REASONS, 'en').message).toBe('Votre équipe');
  });

  /** who answered, code */
  it.each([
    ['role', 'named_csm'],
    ['backup', 'stand_in'],
    ['manager', 'named_csm'],
    ['fallback', 'named_csm'],
  ] as const)('by %s: %s', (by, code) => {
    expect(reasonCard({ default: 'named_csm', backup: 'stand_in' }, { by, lacks: [] }, 'en', REASONS, 'en').code).toBe(
      code,
    );
  });
});
