/** An instant as authors write it: a date, an instant with its zone, a local time of the schedule's zone, or a `Date`. */
export type DateInput = string | Date;
