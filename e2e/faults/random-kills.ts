/** Kills at random instants, chosen by a seed. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../harness/random.ts';
import type { Battlefield } from './battlefield.ts';

const VICTIMS = ['worker', 'loader', 'server', 'postgres', 'everything'] as const;
export type Victim = (typeof VICTIMS)[number];

/** How often each is chosen, of a hundred. Children are cheap to kill; a server has to start again. */
const SHARES: Readonly<Record<Victim, number>> = { worker: 62, loader: 4, server: 17, postgres: 12, everything: 5 };

export function chooseVictim(random: Random): Victim {
  let ticket = random.between(1, 100);
  return VICTIMS.find((victim) => (ticket -= SHARES[victim]) <= 0) ?? 'worker';
}

/** Lets some time pass, then kills `victim`, and sees to it that it is started again. */
export async function strike(field: Battlefield, victim: Victim, random: Random): Promise<void> {
  // The instant is what is tested here.
  await pause(random.between(0, victim === 'worker' ? 120 : 400));
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
