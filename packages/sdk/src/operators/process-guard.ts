/**
 * Sees to it that no command outlives the process that started it.
 *
 * A command runs in a process group of its own, so that it can be ended with everything it has started. The price is
 * that nothing ends it when this process is killed at once. So a shell watches: it is told of each group, and when its
 * input ends because this process is gone, it kills the groups that are left. One shell serves all commands.
 */
import { type ChildProcess, spawn } from 'node:child_process';

/** `-s KILL`, since dash does not understand `kill -KILL -- -group`. */
const WATCH = `
trap '' HUP INT TERM
groups=' '
while read -r what group; do
  case $what in
    add) groups="$groups$group " ;;
    drop) groups="\${groups%%" $group "*} \${groups#*" $group "}" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
`;

let guard: ChildProcess | null = null;

/** Has the group killed when this process dies. Gives the function that ends the watch. */
export function guardGroup(pid: number): () => void {
  tell(`add ${pid}`);
  return () => tell(`drop ${pid}`);
}

/** Starts the guard, so that it is there before the command is: between the two nobody would watch. */
export function ensureGuard(): void {
  guard ??= startGuard();
}

function tell(message: string): void {
  ensureGuard();
  guard?.stdin?.write(`${message}\n`);
}

/** In a session of its own, so that what ends this process does not end the guard. */
function startGuard(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', WATCH], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // Without a guard commands still run; they are only not ended when this process is killed.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.on('exit', () => {
    guard = null;
  });
  child.unref();
  const pipe = child.stdin as typeof child.stdin & { unref?: () => void };
  pipe.unref?.();
  return child;
}
