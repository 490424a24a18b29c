/**
 * Nothing that is killed, at whatever instant, loses a task or records it twice.
 *
 * `E2E_SEED` repeats a run of these tests as far as time allows, and `E2E_KILLS` sets how many processes are killed.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Battlefield } from './faults/battlefield.ts';
import { chooseVictim, strike } from './faults/random-kills.ts';
import { countDamage } from './faults/verdict.ts';
import { CRASH_POINTS, type CrashPoint, needsNewFiles } from './harness/crash-point-names.ts';
import { randomFrom, seedOfRun } from './harness/random.ts';

const seed = seedOfRun();
const kills = Number(process.env['E2E_KILLS'] ?? 200);
const points = Object.keys(CRASH_POINTS) as CrashPoint[];
const KILLS_PER_POINT = 3;
const PHASES = 8;
const killsPerPhase = Math.ceil((kills - points.length * (KILLS_PER_POINT + 1)) / PHASES);
const phases = Array.from({ length: Math.max(PHASES, 1) }, (_, index) => index + 1);

describe.skipIf(process.platform !== 'linux')(`with E2E_SEED=${seed}`, { timeout: 300_000 }, () => {
  const random = randomFrom(seed);
  const field = new Battlefield(random);

  beforeAll(async () => {
    process.stderr.write(`E2E_SEED=${seed} E2E_KILLS=${kills}\n`);
    await field.open();
  });
  afterAll(() => field.close());
  beforeEach(() => field.feed());

  test.each(points)('a server that is killed at the point %s loses nothing', async (point) => {
    for (let kill = 0; kill < KILLS_PER_POINT; kill += 1) {
      if (needsNewFiles(point)) field.releaseVersion();
      await field.crashAt(point, random.between(1, CRASH_POINTS[point]));
    }
    await field.startServer();
    await field.checkStrays();
    expect(await field.settle()).toEqual([]);
  });

  test.each(phases)('whatever is killed at random instants, nothing is lost: phase %i', async () => {
    const until = field.kills + killsPerPhase;
    while (field.kills < until) await strike(field, chooseVictim(random), random);
    expect(await field.settle()).toEqual([]);
    expect(field.strays()).toEqual([]);
  });

  test('after all this a server ends in an orderly way, and leaves nothing behind', async () => {
    await field.settle();
    const damage = await countDamage(field.database);
    process.stderr.write(`${field.kills} kills: ${JSON.stringify(damage)}\n`);
    expect(field.kills).toBeGreaterThanOrEqual(kills);
    const harm = ['PlannedError', 'attempt_lost', 'crashed'];
    expect(Object.keys(damage.attempts)).toEqual(expect.arrayContaining(harm));
    expect(await field.server.stop()).toEqual({ exitCode: 0, signal: null });
    await field.project.allEnded();
  });
});
