import { Type } from '@sinclair/typebox';
import { Closed } from './values.ts';

/** The most topics of one connection. */
export const MAX_TOPICS = 500;

const topics = Type.Array(Type.String({ minLength: 1, maxLength: 2000 }), { maxItems: MAX_TOPICS });

export const EventTopicsBody = Closed({
  add: Type.Optional(topics),
  remove: Type.Optional(topics),
});

export const EventTopics = Type.Object({
  topics: Type.Array(Type.String()),
  refused: Type.Array(Type.String(), { description: 'Those that the caller may not watch.' }),
});
