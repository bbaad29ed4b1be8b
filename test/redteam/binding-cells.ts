/**
 * The sheet of binding: how the caller is bound, what became of its assertion (always of OWN), whom the arguments name, and
 * what each tool then says. Everybody here was admitted and may use all tools of its audience.
 *
 * `own`, `theirs` and `nobody` say whose data is in the answer, `a team` that no person is named; `isError` alone is one
 * sentence that mends the call; the last word is what `_meta` tells the platform. `none`: this audience has no such tool.
 */
import type { AssertionState, Identity, Mode } from './situation.ts';

export type BindingCell = readonly [
  mode: Mode,
  assertion: AssertionState,
  identity: Identity,
  escalation: string,
  team: string,
  health: string,
  why: string,
];

export const BINDING_CELLS: readonly BindingCell[] = [
  // The platform states the customer: nothing else counts.
  ['required', 'valid', 'none', 'own', 'own', 'own', 'the platform says who it is'],
  ['required', 'valid', 'own id', 'own', 'own', 'own', 'a model that repeats what it heard is no attack'],
  ['required', 'valid', 'own e-mail, other case', 'own', 'own', 'own', 'addresses have no case'],
  ['required', 'valid', 'foreign id', 'nobody', 'nobody', 'nobody', 'A learns nothing about B'],
  ['required', 'valid', 'foreign e-mail', 'nobody', 'nobody', 'nobody', 'nor by an address'],
  ['required', 'valid', 'unknown id', 'nobody', 'nobody', 'nobody', 'the same as foreign, so that neither shows'],
  ['required', 'valid', 'unknown e-mail', 'nobody', 'nobody', 'nobody', 'the same'],
  ['required', 'valid', 'own and foreign', 'nobody', 'nobody', 'nobody', 'half of it is not the customer’s own'],

  // Nobody states one: somebody to turn to, and no look-up.
  ['required', 'absent', 'none', 'nobody missing', 'isError missing', 'isError missing', 'the platform forgot it'],
  ['required', 'absent', 'own id', 'nobody missing', 'isError missing', 'isError missing', 'typed is not stated'],
  ['required', 'absent', 'foreign id', 'nobody missing', 'isError missing', 'isError missing', 'whoever it names'],
  ['required', 'absent', 'unknown id', 'nobody missing', 'isError missing', 'isError missing', 'known or not'],

  // Spoiled is never unbound.
  ['required', 'expired', 'none', 'nobody expired', 'isError expired', 'isError expired', 'the platform can renew it'],
  ['required', 'expired', 'own id', 'nobody expired', 'isError expired', 'isError expired', 'not even for its own'],
  ['required', 'expired', 'foreign id', 'nobody expired', 'isError expired', 'isError expired', 'let alone for others'],
  ['required', 'forged', 'none', 'nobody invalid', 'isError invalid', 'isError invalid', 'signed by nobody known'],
  ['required', 'forged', 'own id', 'nobody invalid', 'isError invalid', 'isError invalid', 'signed by nobody known'],
  ['required', 'wrong audience', 'none', 'nobody invalid', 'isError invalid', 'isError invalid', 'made for the CRM'],
  ['required', 'wrong audience', 'foreign e-mail', 'nobody invalid', 'isError invalid', 'isError invalid', 'the same'],
  [
    'required',
    'of another caller',
    'none',
    'nobody invalid',
    'isError invalid',
    'isError invalid',
    'stolen from a chat',
  ],
  [
    'required',
    'of another caller',
    'own id',
    'nobody invalid',
    'isError invalid',
    'isError invalid',
    'by the same key',
  ],
  [
    'required',
    'wrong carrier',
    'none',
    'nobody invalid',
    'isError invalid',
    'isError invalid',
    'a model can write `_meta`',
  ],
  ['required', 'wrong carrier', 'own id', 'nobody invalid', 'isError invalid', 'isError invalid', 'one carrier counts'],
  ['required', 'twice', 'none', 'nobody invalid', 'isError invalid', 'isError invalid', 'two readers, two customers'],
  ['required', 'twice', 'own id', 'nobody invalid', 'isError invalid', 'isError invalid', 'also where both agree'],

  // A visitor who isn’t logged in may name anybody, as a stranger on the telephone may.
  ['optional', 'absent', 'none', 'nobody', 'isError', 'isError', 'nobody is named'],
  ['optional', 'absent', 'own id', 'own', 'own', 'own', 'by what was typed'],
  ['optional', 'absent', 'own e-mail, other case', 'own', 'own', 'own', 'addresses have no case'],
  ['optional', 'absent', 'foreign id', 'theirs', 'theirs', 'theirs', 'there is nobody to whom it would be foreign'],
  ['optional', 'absent', 'foreign e-mail', 'theirs', 'theirs', 'theirs', 'the same'],
  ['optional', 'absent', 'unknown id', 'nobody', 'nobody', 'nobody', 'unknown'],
  ['optional', 'absent', 'unknown e-mail', 'nobody', 'nobody', 'nobody', 'unknown'],
  ['optional', 'absent', 'own and foreign', 'nobody', 'nobody', 'nobody', 'two that disagree mean nobody'],

  // Who is logged in is held to it.
  ['optional', 'valid', 'none', 'own', 'own', 'own', 'stated'],
  ['optional', 'valid', 'own id', 'own', 'own', 'own', 'repeated'],
  ['optional', 'valid', 'own e-mail, other case', 'own', 'own', 'own', 'repeated'],
  ['optional', 'valid', 'foreign id', 'nobody', 'nobody', 'nobody', 'logged in is not less than a stranger, but bound'],
  ['optional', 'valid', 'foreign e-mail', 'nobody', 'nobody', 'nobody', 'the same'],
  ['optional', 'valid', 'unknown id', 'nobody', 'nobody', 'nobody', 'the same'],
  ['optional', 'valid', 'own and foreign', 'nobody', 'nobody', 'nobody', 'half of it'],

  // To spoil one’s assertion is no way to be a stranger.
  ['optional', 'expired', 'none', 'nobody expired', 'isError expired', 'isError expired', 'never unbound'],
  ['optional', 'expired', 'own id', 'nobody expired', 'isError expired', 'isError expired', 'never unbound'],
  ['optional', 'expired', 'foreign id', 'nobody expired', 'isError expired', 'isError expired', 'never unbound'],
  ['optional', 'forged', 'foreign id', 'nobody invalid', 'isError invalid', 'isError invalid', 'never unbound'],
  ['optional', 'forged', 'own id', 'nobody invalid', 'isError invalid', 'isError invalid', 'never unbound'],
  ['optional', 'wrong audience', 'foreign id', 'nobody invalid', 'isError invalid', 'isError invalid', 'never unbound'],
  [
    'optional',
    'of another caller',
    'foreign e-mail',
    'nobody invalid',
    'isError invalid',
    'isError invalid',
    'the same',
  ],
  ['optional', 'of another caller', 'none', 'nobody invalid', 'isError invalid', 'isError invalid', 'the same'],
  ['optional', 'wrong carrier', 'foreign id', 'nobody invalid', 'isError invalid', 'isError invalid', 'not overlooked'],
  ['optional', 'twice', 'foreign id', 'nobody invalid', 'isError invalid', 'isError invalid', 'the same'],

  // Our own people ask about anybody; nobody states anything, and what comes is not looked at.
  ['off', 'absent', 'none', 'nobody', 'isError', 'isError', 'nobody is named'],
  ['off', 'absent', 'own id', 'own', 'own', 'own', 'whom they ask about'],
  ['off', 'absent', 'foreign id', 'theirs', 'theirs', 'theirs', 'the same'],
  ['off', 'absent', 'own and foreign', 'nobody', 'nobody', 'nobody', 'two that disagree'],
  ['off', 'valid', 'foreign id', 'theirs', 'theirs', 'theirs', 'binds nobody'],
  ['off', 'forged', 'own id', 'own', 'own', 'own', 'a header that means nothing here'],
  ['off', 'twice', 'none', 'nobody', 'isError', 'isError', 'the same'],

  // The other carriers.
  ['required, claim', 'valid', 'none', 'own', 'own', 'none', 'in the access token’s claim'],
  ['required, claim', 'valid', 'foreign id', 'nobody', 'nobody', 'none', 'bound'],
  ['required, claim', 'absent', 'own id', 'nobody missing', 'isError missing', 'none', 'a token without the claim'],
  ['required, claim', 'expired', 'none', 'nobody expired', 'isError expired', 'none', 'its token still holds'],
  ['required, claim', 'forged', 'none', 'nobody invalid', 'isError invalid', 'none', 'in a token that is right'],
  [
    'required, claim',
    'of another caller',
    'none',
    'nobody invalid',
    'isError invalid',
    'none',
    'in a token that is right',
  ],
  ['required, claim', 'wrong carrier', 'none', 'nobody invalid', 'isError invalid', 'none', 'as a header'],
  ['required, claim', 'twice', 'none', 'nobody invalid', 'isError invalid', 'none', 'claim and header'],
  ['optional, meta', 'valid', 'none', 'own', 'own', 'none', 'in `_meta`'],
  ['optional, meta', 'valid', 'foreign e-mail', 'nobody', 'nobody', 'none', 'bound'],
  ['optional, meta', 'absent', 'foreign id', 'theirs', 'theirs', 'none', 'a visitor'],
  ['optional, meta', 'absent', 'own id', 'own', 'own', 'none', 'a visitor'],
  [
    'optional, meta',
    'absent',
    'own e-mail, other case',
    'a team',
    'nobody',
    'none',
    'customers’ agents get no name for it',
  ],
  ['optional, meta', 'absent', 'foreign e-mail', 'a team', 'nobody', 'none', 'the same'],
  ['optional, meta', 'expired', 'foreign id', 'nobody expired', 'isError expired', 'none', 'never unbound'],
  ['optional, meta', 'wrong carrier', 'foreign id', 'nobody invalid', 'isError invalid', 'none', 'as a header'],
  ['optional, meta', 'twice', 'none', 'nobody invalid', 'isError invalid', 'none', '`_meta` and header'],
  ['optional, argument', 'valid', 'none', 'own', 'own', 'own', 'as an argument'],
  ['optional, argument', 'valid', 'foreign id', 'nobody', 'nobody', 'nobody', 'bound'],
  ['optional, argument', 'absent', 'foreign id', 'theirs', 'theirs', 'theirs', 'a visitor'],
  [
    'optional, argument',
    'forged',
    'foreign id',
    'nobody invalid',
    'isError invalid',
    'isError invalid',
    'never unbound',
  ],
  [
    'optional, argument',
    'of another caller',
    'own id',
    'nobody invalid',
    'isError invalid',
    'isError invalid',
    'stolen',
  ],
  [
    'optional, argument',
    'wrong carrier',
    'foreign id',
    'nobody invalid',
    'isError invalid',
    'isError invalid',
    'as a header',
  ],
  [
    'optional, argument',
    'twice',
    'own id',
    'nobody invalid',
    'isError invalid',
    'isError invalid',
    'argument and header',
  ],
];
