/** Kills at random instants, chosen by a seed. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../harness/random.ts';
import type { Battlefield } from './battlefield.ts';

const VICTIMS = ['worker', 'loader', 'server', 'postgres', 'everything'] as const;
export type Victim = (typeof VICTIMS)[number];

/** How often each is chosen, of a hundred. Children are cheap to kill; a server has to start again. */
const SHARES: Readonly<Record<Victim, number>> = { worker: 62, loader: 4, server: 17, postgres: 12, everything: 5 };

export function chooseVictim(random: Random): Victim {
  return random.pick(VICTIMS.flatMap((victim) => Array.from({ length: SHARES[victim] }, () => victim)));
}

/** Lets a few tasks start or end, then kills `victim`, and sees to it that it is started again. */
export async function strike(field: Battlefield, victim: Victim, random: Random): Promise<void> {
  await field.progress(random.between(1, victim === 'worker' ? 4 : 12));
  // The instant is what is tested here.
  await pause(random.between(0, 30));
  switch (victim) {
    case 'worker':
      return void field.killOne('worker');
    case 'loader':
      field.releaseVersion();
      return void field.killOne('loader');
    case 'server':
      return field.killServer();
    case 'postgres':
      return field.killPostgres();
    case 'everything':
      return field.killEverything();
  }
}
