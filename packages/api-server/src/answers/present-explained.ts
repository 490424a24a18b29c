import type { Static } from '@sinclair/typebox';
import type { Explanation } from '@tradewind/contract';
import { instantText } from '../http/instant.ts';
import type { Explained } from '../ports.ts';

export function presentExplained({ state, verdict, gates }: Explained): Static<typeof Explanation> {
  return { state, verdict, gates: gates.map(({ sinceAt, ...gate }) => ({ ...gate, since: instantText(sinceAt) })) };
}
