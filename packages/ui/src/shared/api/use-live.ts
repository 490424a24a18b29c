import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { type LiveStatus, liveConnection } from './live.ts';

/** Changes that come close together are read once. */
const PAUSE_MS = 300;

/** Reads the queries whose keys begin like one of `keys` again whenever something of the topic changed. */
export function useLive(topic: string, keys: readonly QueryKey[]): void {
  const client = useQueryClient();
  const read = useEffectEvent(() => {
    for (const queryKey of keys) void client.invalidateQueries({ queryKey });
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = liveConnection().watch(topic, () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        read();
      }, PAUSE_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [topic]);
}

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(
    (listener) => liveConnection().onStatus(listener),
    () => liveConnection().status,
  );
}
