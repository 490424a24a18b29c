import { dag, task } from 'tradewind';

const greet = task('greet', (name: string) => `Hello, ${name}!`);

const count = task('count', (greeting: string, { log }) => {
  log.info('counting', { greeting });
  return greeting.length;
});

export const hello = dag('hello', { schedule: '@daily', startDate: '2026-01-01', tags: ['first'] }, () =>
  count(greet('world')),
);
