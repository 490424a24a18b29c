/** The page of the UI on which one signs in, and the way back from it. */

/** A path of this server; anything else, such as another site, is the front page. */
export function pageToReturnTo(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next) ? next : '/';
}

export function signInPage(next: string): string {
  return next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`;
}
