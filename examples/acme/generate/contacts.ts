/** The customer's people: who they are, and the many ways in which one address is written down. */
import type { Account } from './account.ts';
import { DIRT } from './dirt.ts';
import { fullName, mailboxOf, personName, slug } from './names.ts';
import type { Names } from './names.ts';
import type { Random } from './random.ts';
import { draws } from './random.ts';

/** `email` is in lower case. */
export type Contact = { readonly name: string; readonly email: string };

/** The nth contact of an account, the same for whoever asks. */
export type ContactMaker = (account: Account, which: number) => Contact;

const MOST = 8;

export function contactMaker(seed: number, names: Names): ContactMaker {
  const draw = draws(seed, 'contact');
  return (account, which) => {
    const { language } = account.country;
    const random = draw(account.index * MOST + which);
    const name = personName(names, language, random);
    const mailbox = mailboxOf(name, random);
    const email =
      account.freeMail === null
        ? `${mailbox}@${account.domain}`
        : `${slug(account.name).slice(0, 20) || 'office'}.${account.index.toString(36)}.${which}@${account.freeMail}`;
    return { name: fullName(name, language), email };
  };
}

/** As somebody typed it: in mixed case, or with a plus. The second is another address, as far as anybody can tell. */
export function typed(email: string, random: Random): string {
  const [mailbox = '', domain = ''] = email.split('@');
  if (random.chance(DIRT.plusAddress)) return `${mailbox}+acme@${domain}`;
  if (!random.chance(DIRT.mixedCase)) return email;
  const words = mailbox.replaceAll(/(?<=^|[.-])[a-z]/g, (letter) => letter.toUpperCase());
  return `${words}@${random.chance(0.5) ? domain.charAt(0).toUpperCase() + domain.slice(1) : domain}`;
}

/** In mixed case only: a plus would make a colleague somebody whom nobody knows. */
export function typedCase(email: string, random: Random): string {
  return random.chance(DIRT.mixedCase) ? email.replaceAll(/(?<=^|[.@-])[a-z]/g, (first) => first.toUpperCase()) : email;
}
