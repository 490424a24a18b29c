/**
 * A tiny shell process that outlives a killed supervisor just long enough to kill its children.
 *
 * A child whose channel ends kills its own group, but one whose event loop is blocked does not notice. The guardian
 * knows the process groups; when its standard input ends, the supervisor is gone, and it kills what is left.
 */
import { type ChildProcess as NodeChildProcess, spawn } from 'node:child_process';

const SCRIPT = `
trap '' HUP INT TERM
groups=' '
while read -r change group; do
  case $change in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
`;

export class Guardian {
  readonly #shell: NodeChildProcess;

  constructor() {
    this.#shell = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: {} });
    // Without a shell on the machine, only a child that is blocked can outlive the supervisor.
    this.#shell.on('error', () => {});
    this.#shell.stdin?.on('error', () => {});
    this.#shell.unref();
    (this.#shell.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  }

  guard(processGroup: number): void {
    this.#shell.stdin?.write(`+ ${processGroup}\n`);
  }

  /** The group is empty; its number may be given to others. */
  release(processGroup: number): void {
    this.#shell.stdin?.write(`- ${processGroup}\n`);
  }

  /** Ends the shell; there must be no children left. */
  stop(): void {
    this.#shell.stdin?.end();
  }
}
