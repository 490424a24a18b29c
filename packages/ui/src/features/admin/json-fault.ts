/** What is wrong with a text that begins like a JSON object or list; null: nothing, or it is no JSON at all. */
export function jsonFault(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
