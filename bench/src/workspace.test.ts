import { expect, it } from 'vitest';
import { loadWorkspace } from '../../src/config/load-workspace.ts';
import { copySample, inWorkFolder } from './workspace.ts';

it('serves the sample with 20 guardrails that the product accepts', async () => {
  await inWorkFolder(() => {
    const { workspace, problems } = loadWorkspace(copySample('test'));
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(workspace?.escalation.rules).toHaveLength(20);
  });
});
