import type { DagProcessor, DagProcessorEvent, DagProcessorListener } from '@tradewind/dag-processor';

/** A folder of many files is worth waiting for only so long: its first DAGs can run before the last is loaded. */
const LONGEST_WAIT_MS = 3_000;

/**
 * A DAG processor that has started when it has looked at its folder once, so that "ready" means that the DAGs are there.
 *
 * `make` is given the listener that hears the processor as well as `listener` does.
 */
export async function processorService(
  listener: DagProcessorListener,
  make: (listener: DagProcessorListener) => Promise<DagProcessor> | DagProcessor,
): Promise<{ start(): Promise<void>; stop(): Promise<void> }> {
  const { promise: looked, resolve } = Promise.withResolvers<void>();
  const processor = await make((event: DagProcessorEvent) => {
    listener(event);
    if (event.kind === 'turnEnded' || event.kind === 'turnFailed') resolve();
  });
  return {
    async start() {
      const timer = setTimeout(resolve, LONGEST_WAIT_MS);
      await processor.start();
      await looked;
      clearTimeout(timer);
    },
    stop: () => processor.stop(),
  };
}
