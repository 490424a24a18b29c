/** How Airflow writes dates in templates. All of them in UTC. */

/** `2026-03-01` */
export function asDs(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** `20260301` */
export function asDsNodash(date: Date): string {
  return asDs(date).replaceAll('-', '');
}

/** `2026-03-01T06:00:00+00:00`; a fraction of a second is written with six digits, as Python does. */
export function asTs(date: Date): string {
  const iso = date.toISOString();
  const fraction = date.getUTCMilliseconds() === 0 ? '' : `${iso.slice(19, 23)}000`;
  return `${iso.slice(0, 19)}${fraction}+00:00`;
}

/** `20260301T060000` */
export function asTsNodash(date: Date): string {
  return date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

/** `20260301T060000+0000` */
export function asTsNodashWithTz(date: Date): string {
  return `${asTsNodash(date)}+0000`;
}
