import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { EventTopics, EventTopicsBody } from '../schemas/event-stream.ts';

export const streamEvents = route({
  id: 'stream_events',
  method: 'GET',
  path: '/api/v2/events',
  tag: 'Events',
  summary: 'What happens, as it happens: one connection for all topics, as Server-Sent Events.',
  description:
    'Topics are `home`, `queue`, `dag:<dag>`, `run:<dag>/<run>`, `ti:<dag>/<run>/<task>/<map index>` and `log:<dag>/<run>/<task>/<map index>/<try>`, each part encoded as in a URL. The first event, `hello`, says the `id` of the connection, which changes its topics by `POST /api/v2/events/{id}/topics`. `patch` says what changed, `run` that a run did, `refresh` asks to read what the topic is about again, `gone` that it was deleted, `log` how far a log has come, `resync` that messages of the named topics were lost, `beat` every 15 seconds that the connection lives. A connection that breaks goes on with the header `Last-Event-ID`.',
  query: Type.Object({
    topics: Type.Optional(Type.String({ maxLength: 16_000, default: '', description: 'Topics, separated by commas.' })),
    last_event_id: Type.Optional(
      Type.String({ maxLength: 100, description: 'For clients that cannot send the header `Last-Event-ID`.' }),
    ),
  }),
  answers: { 200: Type.String() },
  contentType: 'text/event-stream',
  rule: permitted('can_read', 'DAGs'),
});

export const changeEventTopics = route({
  id: 'change_event_topics',
  method: 'POST',
  path: '/api/v2/events/{connection_id}/topics',
  tag: 'Events',
  summary: 'Changes the topics of a connection of the event stream, which stays as it is.',
  body: EventTopicsBody,
  answers: { 200: EventTopics },
  isReadOnly: true,
  rule: permitted('can_read', 'DAGs'),
});

export const eventStreamRoutes: readonly Route[] = [streamEvents, changeEventTopics];
