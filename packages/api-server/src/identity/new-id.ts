import { createUuidV7, wallClock } from '@tradewind/model';

/** A new id for a row. */
export const newId: () => string = createUuidV7({
  now: wallClock,
  random: (bytes) => crypto.getRandomValues(bytes),
});
