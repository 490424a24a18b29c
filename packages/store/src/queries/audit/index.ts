export { type AuditEventRow, findAuditEvent } from './find-audit-event.ts';
export * from './insert-audit-event.ts';
export * from './list-audit-page.ts';
