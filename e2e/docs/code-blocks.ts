/** The code blocks of a document in Markdown. */
export interface CodeBlock {
  /** Where its first line of code stands: `docs/authoring.md:12`. */
  readonly place: string;
  readonly language: string;
  /** The file that it is, when the fence names one: ```` ```ts dags/sales.ts ````. */
  readonly file: string | null;
  readonly code: string;
}

export function codeBlocksOf(document: string, text: string): readonly CodeBlock[] {
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map((match) => ({
    place: `${document}:${text.slice(0, match.index).split('\n').length + 1}`,
    language: match[1]!,
    file: match[2] ?? null,
    code: match[3]!,
  }));
}
