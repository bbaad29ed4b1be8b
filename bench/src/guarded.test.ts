import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadDeployment } from '../../src/config/load-deployment.ts';
import { loadWorkspace } from '../../src/config/load-workspace.ts';
import { startAuthority } from './authority.ts';
import { chatPlatform } from './chat-platform.ts';
import { BOUND_CALLER, FREE_CALLER, putDoors } from './guarded.ts';
import { copySample, WORK } from './workspace.ts';

afterAll(() => rmSync(WORK, { recursive: true, force: true }));

it('asks who calls, by a deployment and callers that the product accepts', async () => {
  const folder = copySample('doors');
  const authority = await startAuthority();
  authority.stop();
  putDoors(folder, { port: 3999, authority, platform: chatPlatform() });
  const deployment = loadDeployment({ file: join(folder, 'deployment.yaml'), workspace: folder });
  expect(deployment.publicUrl).toBe('http://127.0.0.1:3999');
  expect(deployment.auth).toMatchObject({ kind: 'tokens', apiKeys: true, oauth: { issuer: authority.issuer } });
  const { workspace, problems } = loadWorkspace(folder);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const callers = new Map(workspace?.callers.map((caller) => [caller.id, caller]));
  expect(callers.get(BOUND_CALLER)).toMatchObject({ binding: 'required', carrier: 'header', audience: 'teams' });
  expect(callers.get(FREE_CALLER)).toMatchObject({ binding: 'off', audience: 'teams' });
});
