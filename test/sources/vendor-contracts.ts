/**
 * For tests: the contracts that vendors publish, whose connector and fake are held against them, and what they are known to lack or
 * to have wrong. An exception that nothing needs any more is a finding too.
 */
import type { Asked, Said } from '../systems/fake-system.ts';
import type { TALKS } from '../systems/vendor-talk.ts';

type Exception = {
  /** Of whom: of one check, or of both. */
  readonly by: 'ajv' | 'prism' | 'both';
  /** Method, path and status: `GET /api/v2/users 200`. */
  readonly at: RegExp;
  readonly says: RegExp;
  readonly why: string;
};

export type VendorContract = {
  readonly vendor: keyof typeof TALKS;
  readonly files: readonly string[];
  readonly exceptions: readonly Exception[];
  /** A request as the contract would name it. */
  readonly named: (asked: Asked) => Asked;
};

const asItIs = (asked: Asked): Asked => asked;

/** Prism warns of these itself, and they are no breach of what was promised: nothing was. */
const NO_ERRORS: Exception = {
  by: 'ajv',
  at: / (?:401|403|404|429|500)$/,
  says: /has no reply \d+/,
  why: 'The contract promises nothing of most errors.',
};

export const VENDOR_CONTRACTS: readonly VendorContract[] = [
  {
    vendor: 'hubspot',
    files: ['companies', 'contacts', 'owners', 'users', 'meetings'].map((name) => `hubspot/${name}-v3.json`),
    named: asItIs,
    exceptions: [
      {
        by: 'both',
        at: / (?:\/crm\/v3\/properties\/companies|\/oauth\/2026-03\/token) /,
        says: /has no (?:GET|POST)|has no path/,
        why: 'The contracts of properties and of tokens are not among the files.',
      },
      {
        by: 'both',
        at: / 429$/,
        says: /must have required property 'category'/,
        why: 'HubSpot’s page of limits shows `errorType` in its place.',
      },
    ],
  },
  {
    vendor: 'intercom',
    files: ['intercom/api-2.16.yaml'],
    named: asItIs,
    exceptions: [
      NO_ERRORS,
      {
        by: 'prism',
        at: /^(?:POST \/contacts\/search|GET \/companies\/c\d+\/contacts) 200$/,
        says: /url must match format "uri"/,
        why: 'The contract’s own examples are paths, as are the real replies: `/companies/5ba6…`. Ajv isn’t asked for formats.',
      },
    ],
  },
  {
    vendor: 'zendesk',
    files: ['zendesk/support.yaml'],
    // `.json` may end any path, and ends those that Zendesk makes.
    named: (asked) => ({ ...asked, path: asked.path.replace(/\.json$/, '') }),
    exceptions: [
      NO_ERRORS,
      {
        by: 'ajv',
        at: /^GET /,
        says: /has no parameter (?:page\[size\]|page\[after\]|per_page|cursor)\./,
        why: 'Paging by cursor, and how long a page is, are documented, and in no list of the contract. Prism passes over parameters that it doesn’t know.',
      },
      {
        by: 'both',
        at: /^GET \/api\/v2\/incremental\/users\/cursor 200$/,
        says: /start_time (?:is missing|.*required)|required property 'start_time'/,
        why: 'The URL of the next page, which Zendesk makes, has a cursor in its place.',
      },
      {
        by: 'prism',
        at: /^GET \/api\/v2\/users 200$/,
        says: /role\[\] must be string/,
        why: 'The contract says so, and describes it right: `role[]={role}&role[]={role}`. Ajv looks at each by itself.',
      },
      {
        by: 'prism',
        at: /^GET \/api\/v2\/(?:groups|group_memberships) 200$/,
        says: /path must have required property '(?:user_id|group_id)'/,
        why: 'The contract asks for parts of a path which its path doesn’t have. Ajv isn’t asked for parts of paths.',
      },
      {
        by: 'prism',
        at: / 200$|^POST \/oauth\/tokens 201$/,
        says: /Invalid security scheme/,
        why: 'The contract knows Basic alone. Zendesk documents OAuth tokens, and one who asks for such a token has none.',
      },
      {
        by: 'both',
        at: /^POST \/oauth\/tokens 201$/,
        says: /has no body for this POST|No supported content types/,
        why: 'The contract leaves out what such a request says; OAuth 2.0 (RFC 6749) and Zendesk’s page say it.',
      },
      {
        by: 'both',
        at: /^POST \/oauth\/tokens 201$/,
        says: /expires_in:? must be integer/,
        why: 'The contract’s own words are "defaults to null": accounts whose tokens live for ever.',
      },
    ],
  },
];

export type Finding = { readonly asked: Asked; readonly said: Said; readonly says: string };

/** Each finding without an exception, and each exception without a finding, as a line. Nothing where all is well. */
export function unexplained(
  { exceptions }: VendorContract,
  by: 'ajv' | 'prism',
  findings: readonly Finding[],
): readonly string[] {
  const ours = exceptions.filter((one) => one.by === by || one.by === 'both');
  const told = findings.map(({ asked, said, says }) => [`${asked.method} ${asked.path} ${said.status ?? 200}`, says]);
  const isOf = ({ at, says }: Exception, [where = '', what = '']: readonly string[]): boolean =>
    at.test(where) && says.test(what);
  return [
    ...told.filter((one) => !ours.some((exception) => isOf(exception, one))).map((one) => one.join(': ')),
    ...ours.filter((one) => !told.some((line) => isOf(one, line))).map(({ why }) => `No longer so: ${why}`),
  ];
}
