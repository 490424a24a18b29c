import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { signedIn } from '../rule.ts';
import { DryRunQuery } from '../schemas/values.ts';

/** The header of an answer that says how the change is taken back. */
export const UNDO_HEADER = 'tradewind-undo';

export const undoChange = route({
  id: 'undo_change',
  method: 'POST',
  path: '/api/v2/undo/{token}',
  tag: 'Undo',
  summary: 'Takes a change back, within 30 seconds.',
  description:
    'The token stands in the header `Tradewind-Undo` of the answer to the change. 410: it is too late. 409: what was changed has gone on since.',
  params: Type.Object({ token: Type.String({ format: 'uuid' }) }),
  query: DryRunQuery,
  answers: { 200: Type.Object({ event: Type.String(), restored: Type.Integer() }) },
  rule: signedIn,
});

export const undoRoutes: readonly Route[] = [undoChange];
