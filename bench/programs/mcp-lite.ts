/** mcp-lite as its documentation shows it: zod tools, its transport under Hono, on Node by Hono's own server. */
import { createAdaptorServer } from '@hono/node-server';
import type { Server } from 'node:http';
import { Hono } from 'hono';
import { McpServer, StreamableHttpTransport } from 'mcp-lite';
import * as z from 'zod';
import { MENU, notMeasured } from './menu.ts';
import { readReadyMade, replyFor } from './ready-made.ts';
import { serve } from './serve.ts';

const ready = readReadyMade();

const mcp = new McpServer({
  name: 'cx_concierge',
  version: '0.1.0',
  schemaAdapter: (schema) => z.toJSONSchema(schema as z.ZodType),
});

mcp.tool('get_escalation_contact', {
  ...MENU.get_escalation_contact,
  handler: ({ account_id }) => {
    const text = replyFor(ready, account_id);
    const card = JSON.parse(text) as z.infer<typeof MENU.get_escalation_contact.outputSchema>;
    return { content: [{ type: 'text', text }], structuredContent: card };
  },
});
mcp.tool('get_account_team', { ...MENU.get_account_team, handler: notMeasured });
mcp.tool('get_account_health', { ...MENU.get_account_health, handler: notMeasured });

const handle = new StreamableHttpTransport().bind(mcp);
const app = new Hono();
app.all('/mcp', (context) => handle(context.req.raw));
serve(createAdaptorServer(app) as Server);
