import type { JsonObject } from '@tradewind/model';
import { describe, expect, test } from 'vitest';
import { sampleRun, sampleTaskInstance } from '../fakes/sample-dag.ts';
import { stylesFor } from '../output/styles.ts';
import { renderChange, renderEnd } from './run-progress.ts';

const plainStyles = stylesFor({ hasColors: false });
const byChoice: JsonObject = { code: 'skipped_by_flow', by: 'choose' };
const skipped = (taskId: string, reason: JsonObject | null = byChoice) =>
  sampleTaskInstance(taskId, { state: 'skipped', reason });

describe('a task that did not run', () => {
  test('says why when it changes', () => {
    expect(renderChange(skipped('left'), plainStyles)).toBe('↷ left skipped: task "choose" decided against it');
    const failed = sampleTaskInstance('last', {
      state: 'upstream_failed',
      reason: { code: 'trigger_rule', rule: 'all_success', upstream: ['load'] },
    });
    expect(renderChange(failed, plainStyles)).toContain(
      'upstream_failed: its trigger rule "all_success" could not be met because of "load"',
    );
  });

  test('says nothing when nobody knows why', () => {
    expect(renderChange(skipped('left', null), plainStyles)).toBe('↷ left skipped');
  });

  test('is named when the run ends, after what failed', () => {
    const error = { name: 'Error', message: 'no luck\nat line 1', code: null, stack: null, cause: null };
    const failed = sampleTaskInstance('load', { state: 'failed', error });
    const text = renderEnd({ run: sampleRun('d', 'r'), taskInstances: [skipped('left'), failed] }, plainStyles);
    expect(text.split('\n').slice(1, 3)).toEqual([
      '  ✗ load: Error: no luck',
      '  ↷ left: task "choose" decided against it',
    ]);
  });

  test('is one of a number when there are many', () => {
    const many = Array.from({ length: 13 }, (_, index) => skipped(`t${index}`));
    const lines = renderEnd({ run: sampleRun('d', 'r'), taskInstances: many }, plainStyles).split('\n');
    expect(lines).toHaveLength(1 + 10 + 1 + 1);
    expect(lines.at(-2)).toBe('  … and 3 more');
  });
});
