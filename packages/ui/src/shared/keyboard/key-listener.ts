/** One listener for the whole page. What was mounted last answers first; a field in which people write keeps its keys. */
import { KeySequence } from './key-sequence.ts';

export interface KeyAnswer {
  readonly keys: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Only while the focus is inside of it. */
  readonly within?: () => HTMLElement | null;
}

const answers: KeyAnswer[] = [];
const sequence = new KeySequence();

/** Answers a key until the returned function is called. */
export function answerKey(answer: KeyAnswer): () => void {
  if (answers.length === 0) window.addEventListener('keydown', listen);
  answers.push(answer);
  return () => {
    answers.splice(answers.indexOf(answer), 1);
    if (answers.length === 0) window.removeEventListener('keydown', listen);
  };
}

function listen(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.key === 'Shift') return;
  if (isWriting(event.target) || isBehindDialog(event.target)) return;
  const here = answers.filter(({ within }) => within?.()?.contains(document.activeElement) ?? within === undefined);
  const outcome = sequence.press({ key: event.key, at: event.timeStamp }, new Set(here.map(({ keys }) => keys)));
  if (outcome.kind !== 'done') return;
  event.preventDefault();
  (
    here.findLast((one) => one.keys === outcome.keys && one.within) ?? here.findLast((one) => one.keys === outcome.keys)
  )?.run(event);
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('textarea, select, input:not([type="checkbox"], [type="radio"])');
}

function isBehindDialog(target: EventTarget | null): boolean {
  const dialog = document.querySelector('[role="dialog"][aria-modal="true"]');
  return dialog !== null && !(target instanceof Node && dialog.contains(target));
}
