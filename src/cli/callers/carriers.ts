/** How each carrier of an assertion is named on the wire, and where it stands: for whoever builds the platform. */
import {
  ASSERTION_ARGUMENT,
  ASSERTION_CLAIM,
  ASSERTION_HEADER,
  ASSERTION_META,
  ASSERTION_VARIABLE,
} from '../../caller/assertion.ts';
import type { AssertionCarrier } from '../../caller/caller.ts';

export type CarrierName = {
  readonly name: string;
  /** Ends a sentence that begins with "It travels as". */
  readonly where: string;
  /** TypeScript that puts `assertion` there. */
  readonly code: string;
};

const HEADER = ASSERTION_HEADER.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());

export const CARRIERS: Readonly<Record<AssertionCarrier, CarrierName>> = {
  header: {
    name: HEADER,
    where: `the HTTP header \`${HEADER}\` of each request`,
    code: `const headers = { '${HEADER}': assertion };`,
  },
  access_token: {
    name: ASSERTION_CLAIM,
    where: `the claim \`${ASSERTION_CLAIM}\` of the access token`,
    code: `const claims = { ${ASSERTION_CLAIM}: assertion };`,
  },
  meta: {
    name: ASSERTION_META,
    where: `the member \`${ASSERTION_META}\` of \`_meta\`, in the \`params\` of each \`tools/call\``,
    code: `const _meta = { '${ASSERTION_META}': assertion };`,
  },
  argument: {
    name: ASSERTION_ARGUMENT,
    where: `the argument \`${ASSERTION_ARGUMENT}\` of each tool, put there by the platform or passed on by the model as it is`,
    code: `const args = { ${ASSERTION_ARGUMENT}: assertion };`,
  },
  environment: {
    name: ASSERTION_VARIABLE,
    where: `the environment variable \`${ASSERTION_VARIABLE}\` of the process \`concierge stdio\`, one for each conversation`,
    code: `const env = { ${ASSERTION_VARIABLE}: assertion };`,
  },
};
