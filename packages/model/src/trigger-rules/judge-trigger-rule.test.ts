import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRIGGER_RULES, type TriggerRule } from '../trigger-rule.ts';
import { judgeSetupScope, judgeTriggerRule, type MappedPlace, NOT_MAPPED } from './judge-trigger-rule.ts';
import {
  READY,
  type RuleVerdict,
  SETTLED_REMOVED,
  SETTLED_SKIPPED,
  SETTLED_UPSTREAM_FAILED,
  WAITING,
} from './rule-verdict.ts';
import { addToCounts, countsOf, finishedOf, type StateCounts, type UpstreamCounts } from './upstream-counts.ts';

/** `S`uccess, s`K`ipped, `F`ailed, `U`pstream_failed, `R`emoved and `.` for not finished. */
type Letters = string;

const FIELD_OF = { S: 'success', K: 'skipped', F: 'failed', U: 'upstreamFailed', R: 'removed' } as const;

function counts(letters: Letters): StateCounts {
  const upstream = letters.replaceAll(' ', '');
  const result = countsOf(upstream.length);
  for (const letter of upstream) {
    if (letter !== '.') result[FIELD_OF[letter as keyof typeof FIELD_OF]] += 1;
  }
  return result;
}

function mappedAt(mapIndex: number): MappedPlace {
  return { isMapped: true, mapIndex };
}

const WORD = {
  run: READY,
  wait: WAITING,
  skip: SETTLED_SKIPPED,
  uf: SETTLED_UPSTREAM_FAILED,
  removed: SETTLED_REMOVED,
};

describe('two upstreams, both finished', () => {
  const situations = ['S S', 'S K', 'K K', 'S F', 'F F', 'K F', 'S U'];
  const table: readonly (readonly [TriggerRule, string])[] = [
    ['all_success', 'run | skip | skip | uf | uf | uf | uf'],
    ['all_failed', 'skip | skip | skip | skip | run | skip | skip'],
    ['all_done', 'run | run | run | run | run | run | run'],
    ['all_done_min_one_success', 'run | skip | skip | run | uf | skip | run'],
    ['all_skipped', 'skip | skip | run | skip | skip | skip | skip'],
    ['one_success', 'run | run | skip | run | uf | uf | run'],
    ['one_failed', 'skip | skip | skip | run | run | run | run'],
    ['one_done', 'run | run | skip | run | run | run | run'],
    ['none_failed', 'run | run | run | uf | uf | uf | uf'],
    ['none_failed_min_one_success', 'run | run | skip | uf | uf | uf | uf'],
    ['none_skipped', 'run | skip | skip | run | run | skip | run'],
    ['always', 'run | run | run | run | run | run | run'],
  ];

  test.each(table)('%s: %s', (rule, row) => {
    const verdicts = situations.map((situation) => judgeTriggerRule(rule, counts(situation)));
    expect(verdicts).toEqual(row.split(' | ').map((word) => WORD[word as keyof typeof WORD]));
  });

  test('the table holds every rule that an author can name', () => {
    expect(table.map(([rule]) => rule).sort()).toEqual(
      TRIGGER_RULES.filter((rule) => rule !== 'all_done_setup_success').sort(),
    );
  });
});

/** The auto-state column and the ready column of the reference, one line per clause, with the earliest moment that shows it. */
describe('when a rule settles and when it is ready', () => {
  const rows: readonly (readonly [TriggerRule, Letters, keyof typeof WORD, string])[] = [
    ['all_success', 'U . .', 'uf', 'a failure upstream settles it while siblings run'],
    ['all_success', 'F . .', 'uf', 'a failure settles it while siblings run'],
    ['all_success', 'K F .', 'uf', 'a failure weighs more than a skip'],
    ['all_success', 'K S .', 'skip', 'a skip settles it while siblings run'],
    ['all_success', 'S S .', 'wait', 'success of all is needed'],
    ['all_success', 'S S S', 'run', 'success of all is enough'],
    ['all_failed', 'S . .', 'skip', 'a success settles it'],
    ['all_failed', 'K . .', 'skip', 'a skip settles it'],
    ['all_failed', 'F U .', 'wait', 'all have to fail'],
    ['all_failed', 'F U F', 'run', 'both kinds of failure count'],
    ['all_done', 'S K F U .', 'wait', 'one is not done'],
    ['all_done', 'S K F U R', 'run', 'every finished state counts'],
    ['all_done_min_one_success', 'K . .', 'skip', 'a skip settles it'],
    ['all_done_min_one_success', 'F F .', 'wait', 'the last one may succeed'],
    ['all_done_min_one_success', 'S F .', 'wait', 'all have to be done'],
    ['all_done_min_one_success', 'F U R', 'uf', 'all done without success'],
    ['all_done_min_one_success', 'S F U', 'run', 'one success among all done'],
    ['all_skipped', 'S . .', 'skip', 'a success settles it'],
    ['all_skipped', 'F . .', 'skip', 'a failure settles it'],
    ['all_skipped', 'U . .', 'skip', 'a failure upstream settles it'],
    ['all_skipped', 'K K .', 'wait', 'all have to be skipped'],
    ['one_success', 'S . .', 'run', 'it does not wait for the others'],
    ['one_success', 'F U .', 'wait', 'the last one may succeed'],
    ['one_success', 'K K K', 'skip', 'all skipped'],
    ['one_success', 'K K R', 'uf', 'all done, not all skipped, no success'],
    ['one_failed', 'U . .', 'run', 'it does not wait for the others'],
    ['one_failed', 'S K .', 'wait', 'the last one may fail'],
    ['one_failed', 'S K R', 'skip', 'all done without failure'],
    ['one_done', 'S . .', 'run', 'a success is enough'],
    ['one_done', 'F . .', 'run', 'a failure is enough'],
    ['one_done', 'U K .', 'wait', 'upstream_failed never ran, so it does not count'],
    ['one_done', 'U K R', 'skip', 'all done, none ran'],
    ['none_failed', 'F . .', 'uf', 'a failure settles it'],
    ['none_failed', 'U . .', 'uf', 'a failure upstream settles it'],
    ['none_failed', 'S K .', 'wait', 'all have to be done'],
    ['none_failed', 'K K K', 'run', 'skips are fine'],
    ['none_failed_min_one_success', 'F . .', 'uf', 'a failure settles it'],
    ['none_failed_min_one_success', 'S K .', 'wait', 'all have to be done'],
    ['none_failed_min_one_success', 'K K K', 'skip', 'no success'],
    ['none_failed_min_one_success', 'S K K', 'run', 'one success'],
    ['none_skipped', 'K . .', 'skip', 'a skip settles it'],
    ['none_skipped', 'S F .', 'wait', 'all have to be done'],
    ['none_skipped', 'S F U', 'run', 'failures are fine'],
    ['always', '. . .', 'run', 'upstreams do not matter'],
  ];

  test.each(rows)('%s with %s: %s, for %s', (rule, letters, word) => {
    expect(judgeTriggerRule(rule, counts(letters))).toBe(WORD[word]);
  });
});

describe('removed upstreams', () => {
  test('a mapped instance beyond the new length is removed with its upstream', () => {
    expect(judgeTriggerRule('all_success', counts('S S R'), mappedAt(2))).toBe(SETTLED_REMOVED);
    expect(judgeTriggerRule('all_success', counts('S S R'), mappedAt(1))).toBe(READY);
  });

  test('a mapped instance is not removed before its upstreams have said how many they are', () => {
    expect(judgeTriggerRule('all_success', counts('S . R'), mappedAt(1))).toBe(WAITING);
  });

  test.each([
    ['all_success', 'S S R'],
    ['all_failed', 'F U R'],
    ['all_skipped', 'K K R'],
    ['none_failed', 'S K R'],
    ['none_failed_min_one_success', 'S K R'],
  ] as const)('%s with %s runs, mapped or not', (rule, letters) => {
    expect(judgeTriggerRule(rule, counts(letters), NOT_MAPPED)).toBe(READY);
    expect(judgeTriggerRule(rule, counts(letters), mappedAt(0))).toBe(READY);
  });

  test('none_failed_min_one_success is skipped when all that is left is skipped', () => {
    expect(judgeTriggerRule('none_failed_min_one_success', counts('K R'))).toBe(SETTLED_SKIPPED);
  });
});

describe('a teardown', () => {
  function judge(upstream: Letters, setups: Letters): RuleVerdict {
    return judgeTriggerRule('all_done_setup_success', { ...counts(upstream), setups: counts(setups) });
  }

  const rows: readonly (readonly [Letters, Letters, keyof typeof WORD, string])[] = [
    ['S F', 'S', 'run', 'runs however the work ended'],
    ['S .', 'S', 'wait', 'waits for all'],
    ['F .', 'F', 'wait', 'waits for all even when its setup failed'],
    ['K S', 'K', 'skip', 'is skipped when all its setups were'],
    ['F U', 'F', 'uf', 'has nothing to tear down when no setup succeeded'],
    ['F K S', 'F K', 'uf', 'has nothing to tear down when no setup succeeded'],
    ['S F S', 'S F', 'run', 'runs when one of its setups succeeded'],
    ['F S', '', 'run', 'without setup in sight runs when all are done'],
  ];

  test.each(rows)('with upstreams %s and setups %s: %s, it %s', (upstream, setups, word) => {
    expect(judge(upstream, setups)).toBe(WORD[word]);
  });

  test('that carries no counts of setups runs when all are done', () => {
    expect(judgeTriggerRule('all_done_setup_success', counts('F S'))).toBe(READY);
  });
});

describe('a task in the scope of setups', () => {
  test.each([
    ['', 'run'],
    ['S S', 'run'],
    ['S .', 'wait'],
    ['F .', 'uf'],
    ['U .', 'uf'],
    ['K .', 'skip'],
    ['K F', 'uf'],
    ['S R', 'run'],
  ] as const)('with setups %s: %s', (setups, word) => {
    expect(judgeSetupScope(counts(setups))).toBe(WORD[word]);
  });
});

describe('for all counts up to five upstreams', () => {
  const places = [NOT_MAPPED, mappedAt(0), mappedAt(2)];
  const all = [...everyCounts(5)];

  test.each(TRIGGER_RULES)('%s never waits when all have finished', (rule) => {
    for (const c of all.filter((it) => finishedOf(it) === it.total)) {
      for (const place of places) expect(judgeTriggerRule(rule, c, place).kind, describeCounts(c)).not.toBe('waiting');
    }
  });

  test.each(TRIGGER_RULES)('%s does not change its mind while upstreams finish', (rule) => {
    for (const before of all) {
      for (const place of places) {
        const verdict = judgeTriggerRule(rule, before, place);
        for (const after of oneMoreFinished(before)) {
          const next = judgeTriggerRule(rule, after, place);
          if (verdict.kind !== 'waiting') expect(next.kind, describeCounts(after)).toBe(verdict.kind);
        }
      }
    }
  });

  test.each(TRIGGER_RULES)('%s is ready without upstreams', (rule) => {
    for (const place of places) expect(judgeTriggerRule(rule, countsOf(0), place)).toBe(READY);
  });
});

test('counts kept by additions equal counts taken at once', () => {
  const finished = ['success', 'skipped', 'failed', 'upstream_failed', 'removed', 'running', 'deferred'] as const;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...finished)), (states) => {
      const kept = countsOf(states.length);
      for (const state of states) addToCounts(kept, state, 1);
      expect(finishedOf(kept)).toBe(states.filter((state) => state !== 'running' && state !== 'deferred').length);
      for (const state of states) addToCounts(kept, state, -1);
      expect(kept).toEqual(countsOf(states.length));
    }),
  );
});

function* everyCounts(max: number): Generator<UpstreamCounts> {
  for (const c of everyStateCounts(max)) {
    yield c;
    yield { ...c, setups: c };
  }
}

function* everyStateCounts(max: number): Generator<StateCounts> {
  for (let total = 0; total <= max; total++) {
    for (const [success, skipped, failed, upstreamFailed, removed] of compositions(5, total)) {
      yield {
        total,
        success: success!,
        skipped: skipped!,
        failed: failed!,
        upstreamFailed: upstreamFailed!,
        removed: removed!,
      };
    }
  }
}

/** Every list of `parts` whole numbers whose sum is at most `limit`. */
function* compositions(parts: number, limit: number): Generator<number[]> {
  if (parts === 0) {
    yield [];
    return;
  }
  for (let first = 0; first <= limit; first++) {
    for (const rest of compositions(parts - 1, limit - first)) yield [first, ...rest];
  }
}

function oneMoreFinished(c: UpstreamCounts): UpstreamCounts[] {
  if (finishedOf(c) >= c.total) return [];
  return Object.values(FIELD_OF).map((field) => {
    const { setups, ...plain } = c;
    const after = { ...plain, [field]: c[field] + 1 };
    return setups === undefined ? after : { ...after, setups: after };
  });
}

function describeCounts(c: UpstreamCounts): string {
  return JSON.stringify(c);
}
