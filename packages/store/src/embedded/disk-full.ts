const said = /No space left on device|Disk quota exceeded|Check free disk space/;

/** Do these words of PostgreSQL mean that a disk has no room left? */
export function saysDiskFull(text: string): boolean {
  return said.test(text);
}
