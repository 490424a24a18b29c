import { type RefObject, useEffect, useEffectEvent } from 'react';
import { answerKey } from './key-listener.ts';
import { KEYS, type KeyName } from './keys.ts';

export interface KeyOptions {
  /** Only while the focus is inside of it. @default the whole page */
  readonly within?: RefObject<HTMLElement | null>;
  /** @default true */
  readonly isActive?: boolean;
}

/** Runs `run` when the key of that name is pressed, as long as the component is there. */
export function useKey(name: KeyName, run: () => void, { within, isActive = true }: KeyOptions = {}): void {
  const answer = useEffectEvent(run);
  useEffect(() => {
    if (!isActive) return;
    return answerKey({
      keys: KEYS[name].keys,
      run: () => answer(),
      ...(within === undefined ? {} : { within: () => within.current }),
    });
  }, [name, within, isActive]);
}
