-- What people keep for themselves, and what lists of DAGs are read from.
--
-- Whoever works without signing in is one person, whose id is all zeros. `account_id` is the user, or null for that one,
-- so that what a user kept goes with the user.

create table dag_favorite (
  user_id uuid not null,
  account_id uuid generated always as (nullif(user_id, '00000000-0000-0000-0000-000000000000')) stored
    references user_account on delete cascade,
  dag_id text not null references dag on delete cascade,
  created_at timestamptz not null default now(),
  primary key (user_id, dag_id)
);
create index dag_favorite_of_dag on dag_favorite (dag_id);
create index dag_favorite_of_account on dag_favorite (account_id) where account_id is not null;

create table saved_view (
  id uuid primary key,
  user_id uuid not null,
  account_id uuid generated always as (nullif(user_id, '00000000-0000-0000-0000-000000000000')) stored
    references user_account on delete cascade,
  -- The page that it is a view of: 'dags', 'runs', …
  page text not null check (page <> ''),
  name text not null check (name <> ''),
  is_shared boolean not null default false,
  -- Query, sort, columns and grouping, as the page keeps them.
  definition jsonb not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  unique (user_id, page, name)
);
create index saved_view_shared on saved_view (page, name) where is_shared;
create index saved_view_of_account on saved_view (account_id) where account_id is not null;

-- The view that a page opens with, for one person; it may be one that somebody else shares.
create table default_view (
  user_id uuid not null,
  account_id uuid generated always as (nullif(user_id, '00000000-0000-0000-0000-000000000000')) stored
    references user_account on delete cascade,
  page text not null check (page <> ''),
  view_id uuid not null references saved_view on delete cascade,
  primary key (user_id, page)
);
create index default_view_of_view on default_view (view_id);
create index default_view_of_account on default_view (account_id) where account_id is not null;

create table preference (
  user_id uuid not null,
  account_id uuid generated always as (nullif(user_id, '00000000-0000-0000-0000-000000000000')) stored
    references user_account on delete cascade,
  key text not null check (key <> ''),
  value jsonb not null,
  changed_at timestamptz not null default now(),
  primary key (user_id, key)
);
create index preference_of_account on preference (account_id) where account_id is not null;

-- Somebody has seen what is wrong, and says so to all.
create table acknowledgement (
  id uuid primary key,
  user_id uuid not null,
  account_id uuid generated always as (nullif(user_id, '00000000-0000-0000-0000-000000000000')) stored
    references user_account on delete cascade,
  user_name text not null,
  kind text not null check (kind in ('failure', 'import_error', 'deadline', 'worker', 'alert')),
  -- Which one of its kind: the fingerprint of a failure, the file of an import error, …
  subject text not null check (subject <> ''),
  -- Null: it is about no DAG.
  dag_id text references dag on delete cascade,
  note text,
  assigned_to text,
  snoozed_until timestamptz,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create unique index acknowledgement_of on acknowledgement (kind, subject, user_id);
create index acknowledgement_newest on acknowledgement (created_at desc, id desc);
create index acknowledgement_of_dag on acknowledgement (dag_id) where dag_id is not null;
create index acknowledgement_of_account on acknowledgement (account_id) where account_id is not null;

-- Clients name an import error by a number.
alter table import_error add column id bigint generated always as identity;
create unique index import_error_id on import_error (id);

-- What lists show of a version, so that they need not read all of its tasks.
create function dag_summary_v1(serialized jsonb) returns jsonb language sql immutable parallel safe as $$
  select jsonb_build_object(
    'timetable', serialized -> 'timetable',
    'maxActiveRuns', serialized -> 'maxActiveRuns',
    'maxActiveTasks', serialized -> 'maxActiveTasks',
    'maxConsecutiveFailedRuns', serialized -> 'maxConsecutiveFailedRuns',
    'hasTaskLimits', jsonb_path_exists(serialized,
      '$.tasks[*] ? (@.maxActiveTisPerDag != null || @.maxActiveTisPerDagRun != null)'))
$$;

alter table dag_version add column summary jsonb generated always as (dag_summary_v1(serialized)) stored;
create index dag_version_by_hash on dag_version (hash);

-- Of the version in force; null: the id is shown.
alter table dag add column display_name text;
update dag d set display_name = v.serialized ->> 'displayName' from dag_version v where v.id = d.current_version_id;
create index dag_by_display_name on dag (coalesce(display_name, dag_id), dag_id);
