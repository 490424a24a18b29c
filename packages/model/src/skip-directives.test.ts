import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SkipDirective } from './attempt.ts';
import { compileDag } from './dag-graph.ts';
import { sampleTask } from './fixtures/sample-dag.ts';
import type { TaskId } from './ids.ts';
import { faultOfSkipDirective, tasksToSkip } from './skip-directives.ts';

/** choose → small, big → bigger, join (small and bigger), and a teardown after choose and bigger. */
const graph = compileDag({
  tasks: [
    sampleTask('choose'),
    sampleTask('small', 'choose'),
    sampleTask('big', 'choose'),
    sampleTask('bigger', 'big'),
    sampleTask('join', 'choose small bigger'),
    sampleTask('drop', 'choose bigger', { isTeardown: true }),
  ],
});

function follow(...taskIds: string[]): SkipDirective {
  return { kind: 'follow', taskIds: taskIds as TaskId[] };
}

function stop(respectTriggerRules: boolean): SkipDirective {
  return { kind: 'stop', respectTriggerRules };
}

function skipped(directive: SkipDirective, of = 'choose'): string {
  const indexes = tasksToSkip(graph, graph.indexOf(of as TaskId), directive);
  return Array.from(indexes, (index) => graph.taskIds[index]).join(' ');
}

describe('a branch', () => {
  test('skips the direct downstream tasks that it did not choose', () => {
    expect(skipped(follow('join'))).toBe('small big');
  });

  test('does not skip a task that is also downstream of a chosen one', () => {
    expect(skipped(follow('small'))).toBe('big');
    expect(skipped(follow('big'))).toBe('small');
  });

  test('may choose several, or nothing', () => {
    expect(skipped(follow('small', 'big'))).toBe('');
    expect(skipped(follow())).toBe('small big join');
  });

  test('leaves indirect tasks to their trigger rules', () => {
    expect(skipped(follow('small'))).not.toContain('bigger');
  });
});

describe('a short circuit', () => {
  test('skips everything downstream but teardowns', () => {
    expect(skipped(stop(false))).toBe('small big bigger join');
    expect(skipped(stop(false), 'big')).toBe('bigger join');
  });

  test('that respects trigger rules skips only the direct ones', () => {
    expect(skipped(stop(true))).toBe('small big join');
    expect(skipped(stop(true), 'bigger')).toBe('join');
  });
});

test('a choice that is not directly downstream is a fault, with a suggestion', () => {
  expect(faultOfSkipDirective(graph, 0, follow('small', 'bog'))).toBe(
    'Task "choose" chose "bog", which is not directly downstream of it: these are "small", "big", "join", "drop". Did you mean "big"?',
  );
  expect(faultOfSkipDirective(graph, 4, follow('x'))).toBe(
    'Task "join" chose "x", which is not directly downstream of it: it has none.',
  );
  expect(faultOfSkipDirective(graph, 0, follow('small'))).toBeNull();
  expect(faultOfSkipDirective(graph, 0, stop(true))).toBeNull();
});

test('choosing more never skips more, and whatever is chosen is not skipped', () => {
  const choice = fc.subarray(['small', 'big', 'join']);
  fc.assert(
    fc.property(choice, fc.constantFrom('small', 'big', 'join'), (chosen, another) => {
      const before = skipped(follow(...chosen)).split(' ');
      const after = skipped(follow(...chosen, another))
        .split(' ')
        .filter(Boolean);
      expect(before).toEqual(expect.arrayContaining(after));
      for (const taskId of [...chosen, another]) expect(after).not.toContain(taskId);
    }),
  );
});
