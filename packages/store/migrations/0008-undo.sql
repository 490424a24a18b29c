-- What people may take back for a short while after they did it.

create table undo_step (
  token uuid primary key,
  -- Who did it, and alone may take it back.
  owner text not null,
  -- In the words of the audit log: what was done.
  event text not null,
  dag_id text,
  -- What there was, and how it was left: see `UndoStep`.
  step jsonb not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index undo_step_expired on undo_step (expires_at);
