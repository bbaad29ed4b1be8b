/** What a person does after something was wrapped, with what to paste. */
import type { Access } from '../../wrapping/access.ts';
import type { CommandContext } from '../context.ts';
import { pathFrom } from '../terminal/from-here.ts';
import type { WrapPlace } from './wrap-place.ts';

type Wrapped = Pick<WrapPlace, 'name'> & { readonly paths: Pick<WrapPlace['paths'], 'service'> };

/** `what` is new, as a sentence names it; `first`: what else somebody does with it in the service's file. */
type Said = { readonly what?: string; readonly first?: string };

/** `access`: null where the source was there, with its own way in. */
export function nextLines(
  { paths, name }: Wrapped,
  access: Access | null,
  { cwd }: Pick<CommandContext, 'cwd'>,
  { what = 'it', first = '' }: Said = {},
): readonly string[] {
  const auth: Access['auth'] = access?.auth ?? {};
  const secrets = Object.entries(auth).filter(([key]) => key === 'secret');
  const hosts = [auth['token_url'], access?.baseUrl].flatMap((url) => URL.parse(url ?? '')?.hostname ?? []);
  const lines = secrets.map(
    ([, secret]) =>
      `${secret}: { env: ${secret.toUpperCase().replaceAll('-', '_')}, hosts: [${[...new Set(hosts)].join(', ')}] }`,
  );
  const steps = [
    ...(lines.length === 0
      ? []
      : [`In deployment.yaml, say where its secret comes from, under \`secrets:\`\n       ${lines.join('\n       ')}`]),
    `Look at ${pathFrom(cwd, paths.service)}: ${first}take out tools, arguments and fields that no agent needs. Then say \`reviewed: true\`.`,
    `In concierge.yaml, name \`${name}\` under \`services:\` of the callers that may use it (\`services: [cx_concierge, ${name}]\`), or make one by \`concierge caller add NAME --service ${name}\`, and run \`concierge check\`.`,
    `See what an agent sees by \`concierge menu ${name}\`, try a tool by \`concierge call\`, and make it live by \`concierge publish\`.`,
  ];
  return [
    `Nothing of ${what} is served before you have looked at it. Next:`,
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
  ];
}
