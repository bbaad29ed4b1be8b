/**
 * The menu of `cx_concierge`: its tools as one audience gets them, in a stable order. Depends on the release and the
 * caller's kind, never on an assertion, so that a list may be cached for an authorization.
 */
import { memoized } from '../base/memoized.ts';
import type { Caller, Scope } from '../caller/caller.ts';
import type { AudienceContract, ToolName, Workspace } from '../config/workspace.ts';
import { TOOLS } from '../config/workspace.ts';
import type { Audience } from '../facts/frame.ts';
import { conciergeGlossary } from './concierge-glossary.ts';
import { handOver } from './hand-over.ts';
import { TOOL_ICON } from './icon.ts';
import type { InputShape } from './input-schemas.ts';
import { identitySchema, inputShapeFor, routingSchema } from './input-schemas.ts';
import { escalationSchema, healthSchema, teamSchema } from './output-schemas.ts';
import { argumentReader } from './read-arguments.ts';
import type { ConciergeTool, Menu, ToolDefinition } from './tool.ts';

export type ConciergeMenu = Menu<ConciergeTool>;

/** What a caller must be allowed to have a tool. */
export const SCOPE_OF: Readonly<Record<ToolName, Scope>> = {
  get_escalation_contact: 'concierge:route',
  get_account_team: 'concierge:team',
  get_account_health: 'concierge:health',
};

/** One menu for each kind of caller, made at its first use and kept with the release. A caller never changes, and asks again and again. */
export function conciergeMenus(workspace: Workspace): (caller: Caller) => ConciergeMenu {
  const made = new Map<string, ConciergeMenu>();
  return memoized((caller: Caller) => {
    const shape = inputShapeFor(caller.binding, caller.carrier === 'argument');
    const contract = workspace.service.audiences[caller.audience];
    const names = TOOLS.filter((name) => contract.tools.includes(name) && caller.scopes.has(SCOPE_OF[name]));
    const key = `${caller.audience} ${shape.identity} ${shape.assertion} ${names.join()}`;
    const menu = made.get(key) ?? menuOf(workspace, caller.audience, { ...contract, tools: names }, shape);
    made.set(key, menu);
    return menu;
  });
}

function menuOf(
  workspace: Workspace,
  audience: Audience,
  contract: AudienceContract,
  shape: InputShape,
): ConciergeMenu {
  const described = contract.tools.map((name) => descriptor(name, toolDefinition(name, workspace, contract, shape)));
  const tools = described.map((tool) => [tool.name, tool] as const);
  const definitions = described.map(({ definition }) => definition);
  return {
    definitions,
    tools: new Map(tools),
    instructions: instructions(workspace, contract, shape),
    resources: conciergeGlossary(workspace, audience, contract, definitions),
    prompts: handOver(workspace, contract, shape),
  };
}

function descriptor(name: ToolName, definition: ToolDefinition): ConciergeTool {
  return {
    kind: 'concierge',
    name,
    definition,
    scope: SCOPE_OF[name],
    readArguments: argumentReader(definition.inputSchema),
    alwaysAnswers: name === 'get_escalation_contact',
    assistantOnly: name === 'get_account_health',
    needsCustomer: name !== 'get_escalation_contact',
  };
}

const READ_ONLY = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

function toolDefinition(
  name: ToolName,
  workspace: Workspace,
  contract: AudienceContract,
  shape: InputShape,
): ToolDefinition {
  const common = { name, icons: [TOOL_ICON] };
  switch (name) {
    case 'get_escalation_contact':
      return {
        ...common,
        title: 'Who should this customer talk to?',
        description: `Return the right human to route this customer to. Use it when you can't answer, or when the customer asks for a person, their account manager or their Customer Success Manager. It always returns one reachable contact with name, e-mail and, where there is one, a booking link.${identityHint(shape)}`,
        inputSchema: routingSchema(shape, workspace.topics),
        outputSchema: escalationSchema(contract),
        annotations: { title: 'Who should this customer talk to?', ...READ_ONLY },
      };
    case 'get_account_team':
      return {
        ...common,
        title: 'Who looks after this customer?',
        description: `Return the people of ${workspace.company} who look after this customer, by role. Use it when the customer asks who their contacts are. To hand over to somebody, use get_escalation_contact.${identityHint(shape)}`,
        inputSchema: identitySchema(shape),
        outputSchema: teamSchema(contract),
        annotations: { title: 'Who looks after this customer?', ...READ_ONLY },
      };
    case 'get_account_health':
      return {
        ...common,
        title: 'How is this account doing?',
        description: `Return this account's health: Healthy, At Risk, Churned or Unknown. For your own judgement only (tone, how soon to bring in a person): never repeat it to the customer.${identityHint(shape)}`,
        inputSchema: identitySchema(shape),
        outputSchema: healthSchema(),
        annotations: { title: 'How is this account doing?', ...READ_ONLY },
      };
  }
}

function identityHint({ identity, assertion }: InputShape): string {
  if (assertion) return ' Pass customer_assertion as the platform gave it to you.';
  return identity
    ? ' Give account_id or customer_email.'
    : ' The customer is known from the conversation: pass no identity.';
}

function instructions({ company, service }: Workspace, { tools }: AudienceContract, shape: InputShape): string {
  const forTool = (tool: ToolName, line: string): readonly string[] => (tools.includes(tool) ? [line] : []);
  const lines = [
    `${company}'s concierge knows which person at ${company} a customer should be routed to.`,
    ...forTool(
      'get_escalation_contact',
      'When you cannot answer, or the customer asks for a person, call get_escalation_contact; then introduce the contact by name, give the booking link if there is one, else the e-mail address, and say when they are next available if they are off hours.',
    ),
    ...forTool('get_account_team', 'When the customer asks who looks after them, call get_account_team.'),
    ...forTool('get_account_health', 'get_account_health is for your own judgement; never repeat it to the customer.'),
    [
      shape.identity
        ? 'Say whom you talk to by account_id or customer_email, exactly as the conversation or your platform gave it.'
        : 'The customer is known from the conversation; identities are not arguments.',
      ...(shape.identity
        ? forTool('get_escalation_contact', 'Without either, get_escalation_contact still names a team.')
        : []),
    ].join(' '),
    'Repeat only what the tools return; do not guess names, addresses or links.',
    ...(service.instructions === null ? [] : [service.instructions]),
  ];
  return lines.join('\n');
}
