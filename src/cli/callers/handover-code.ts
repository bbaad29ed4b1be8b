/** TypeScript to paste into the platform's backend: an assertion with `cx-concierge/assertion`, and where it goes. */

export type MintedBy = {
  readonly privateKeyFile: string | null;
  readonly keyId: string;
  readonly issuer: string;
  readonly audience: string;
  readonly caller: string;
};

export type Minting = {
  /** The line that puts `assertion` where it goes. */
  readonly carrying: string;
  /** For which service this one is, where the caller has several; else null. */
  readonly service: string | null;
};

export function mintingCode({ privateKeyFile, ...values }: MintedBy, { carrying, service }: Minting): string {
  const only = service === null ? '' : ` // for ${service}; for another service its URL`;
  const fields = Object.entries(values).map(
    ([name, value]) => `  ${name}: ${quoted(value)},${name === 'audience' ? only : ''}`,
  );
  return [
    `import { readFileSync } from 'node:fs';`,
    `import { mintAssertion } from 'cx-concierge/assertion';`,
    '',
    'const assertion = await mintAssertion({',
    `  privateKey: readFileSync(${quoted(privateKeyFile ?? 'private-key.pem')}, 'utf8'),`,
    ...fields,
    `  customer: { accountId: 'ACCOUNT_ID' }, // or { email: … }: of whoever is logged in`,
    '});',
    carrying,
  ].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
