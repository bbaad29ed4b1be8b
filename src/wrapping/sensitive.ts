/** Why a field isn't simply proposed: names under which systems keep what people write freely, what is private, and what opens doors. */
import { isFreeText } from '../sources/kit/http/free-text.ts';

export const LOOKS_SECRET = 'it looks like a secret';

const REASONS: readonly (readonly [RegExp, string])[] = [
  [
    /passw(?:or)?d|pass_?(?:code|phrase)|(?:^|_)pwd(?:_|$)|(?:^|_)pass$|(?:recovery|backup|activation|reset|verification)_?(?:code|key)|secret|(?:^|_)(?:api|private|access|signing|encryption)_?key(?:_|$)|token|credential|(?:^|_)(?:otp|pin|hash|salt)(?:_|$)/,
    LOOKS_SECRET,
  ],
  [/salary|wage|payroll|compensation|bonus|pay_?rate|(?:^|_)pay(?:_|$)|stock_?option/, 'it looks like pay'],
  [
    /birth|(?:^|_)dob(?:_|$)|(?:^|_)age(?:_|$)|gender|(?:^|_)sex(?:_|$)|pronoun|marital|ethnic|(?:^|_)race(?:_|$)|nationality|religio|disab|health_?(?:record|cond)|medical|diagnos|maternity|pregnan|leave_?(?:type|reason)|terminat|performance_?(?:rating|review)/,
    'it looks like a private matter',
  ],
  [
    /(?:^|_)ssn(?:_|$)|social_?sec|national_?id|passport|driver_?s?_?licen|tax_?(?:id|number)|(?:^|_)(?:tin|nin|iban|bic|swift|cvv|cvc|pan)(?:_|$)|bank|account_?number|routing_?number|credit_?card|card_?number/,
    'it looks like an identity or payment number',
  ],
  [
    /home_?(?:address|phone)|private|personal|emergency|street|postal_?address|(?:^|_)(?:phone|mobile)(?:_|$)|ip_?address|(?:^|_)(?:ip|geo|latitude|longitude|lat|lng)(?:_|$)/,
    'it looks like where a person lives or can be reached',
  ],
  [
    /(?:^|_)(?:raw|html|signature|content|text|snippet|summary|details|reason|instructions?|prompt)(?:_|$)/,
    'people write it freely',
  ],
];

/** Of a dotted path, already in `snake_case` by part; null where nothing speaks against it. */
export function whyHeld(path: string, snake: string): string | null {
  if (isFreeText(path)) return 'people write it freely';
  return REASONS.find(([pattern]) => pattern.test(snake))?.[1] ?? null;
}
