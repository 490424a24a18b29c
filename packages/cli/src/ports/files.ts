/** Files that the person names; `-` is standard input or output. Relative paths count from the working folder. */
export interface Files {
  read(path: string): Promise<string>;
  /** Writes a file, and makes its folder. */
  write(path: string, content: string): Promise<void>;
  /** The names in a folder; null when it does not exist. */
  list(path: string): Promise<readonly string[] | null>;
  /** The absolute path. */
  resolve(path: string): string;
}
