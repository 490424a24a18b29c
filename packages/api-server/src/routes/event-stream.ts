import { changeEventTopics, MAX_TOPICS, streamEvents } from '@tradewind/contract';
import { ChangePublisher } from '../events/change-publisher.ts';
import { EventHub, readTopics } from '../events/event-hub.ts';
import { LogTopics } from '../events/log-topics.ts';
import type { Topic } from '../events/topic.ts';
import { Structures } from '../grid/structures.ts';
import { openEventStream } from '../http/event-stream.ts';
import { type Endpoint, handle } from '../http/handle.ts';
import { badField, notFound } from '../http/http-problem.ts';
import type { ServedParts } from '../ports.ts';

export type EventStreamParts = Pick<ServedParts, 'database' | 'changes' | 'streams' | 'attemptLogs'>;

export function eventStreamEndpoints({
  database,
  changes,
  streams,
  attemptLogs,
}: EventStreamParts): readonly Endpoint[] {
  const hub: EventHub = new EventHub({
    onWarm: (topic) => topic.kind === 'log' && logTopics.follow(topic),
    onCold: (topic) => topic.kind === 'log' && logTopics.leave(topic),
  });
  const logTopics = new LogTopics({ database, changes, logs: attemptLogs }, hub);
  const publisher = new ChangePublisher({ database, changes, hub, structures: new Structures(database) });
  streams.onClose(async () => {
    hub.close();
    await Promise.all([publisher.stop(), logTopics.stop()]);
  });
  return [
    handle(streamEvents, async ({ query, caller, request, reply }) => {
      const texts = query.topics!.split(',').filter((text) => text !== '');
      const topics = requireTopics(texts, ['query', 'topics']);
      const { 'last-event-id': header } = request.headers;
      const lastEventId = typeof header === 'string' ? header : (query.last_event_id ?? null);
      await publisher.start();
      const vain = await logTopics.vain(topics, caller);
      hub.connect({ caller, response: openEventStream(reply), topics, vain, lastEventId });
      return reply;
    }),
    handle(changeEventTopics, async ({ params, body, caller }) => {
      const add = requireTopics(body.add ?? [], ['body', 'add']);
      const remove = requireTopics(body.remove ?? [], ['body', 'remove']);
      const vain = await logTopics.vain(add, caller);
      const now = hub.changeTopics(params.connection_id, caller, { add, remove, vain });
      if (now === null) throw notFound(`You have no connection "${params.connection_id}" of the event stream.`);
      return { topics: [...now.topics], refused: [...now.refused] };
    }),
  ];
}

/** @throws {HttpProblem} 422 */
function requireTopics(texts: readonly string[], loc: readonly string[]): readonly Topic[] {
  if (texts.length > MAX_TOPICS)
    throw badField(loc, `Value error, expected at most ${MAX_TOPICS} topics`, texts.length);
  const read = readTopics(texts);
  if ('topics' in read) return read.topics;
  const kinds =
    'home, queue, dag:<dag>, run:<dag>/<run>, ti:<dag>/<run>/<task>, log:<dag>/<run>/<task>/<map index>/<try>';
  throw badField(loc, `Value error, expected topics among ${kinds}`, read.wrong);
}
