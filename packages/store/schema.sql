create table acknowledgement (
  id uuid not null,
  user_id uuid not null,
  account_id uuid default NULLIF(user_id, '00000000-0000-0000-0000-000000000000'::uuid),
  user_name text not null,
  kind text not null,
  subject text not null,
  dag_id text,
  note text,
  assigned_to text,
  snoozed_until timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  changed_at timestamp with time zone default now() not null,
  constraint acknowledgement_pkey PRIMARY KEY (id),
  constraint acknowledgement_account_id_fkey FOREIGN KEY (account_id) REFERENCES user_account(id) ON DELETE CASCADE,
  constraint acknowledgement_dag_id_fkey FOREIGN KEY (dag_id) REFERENCES dag(dag_id) ON DELETE CASCADE,
  constraint acknowledgement_kind_check CHECK ((kind = ANY (ARRAY['failure'::text, 'import_error'::text, 'deadline'::text, 'worker'::text, 'alert'::text]))),
  constraint acknowledgement_subject_check CHECK ((subject <> ''::text))
);
CREATE INDEX acknowledgement_newest ON public.acknowledgement USING btree (created_at DESC, id DESC);
CREATE INDEX acknowledgement_of_account ON public.acknowledgement USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX acknowledgement_of_dag ON public.acknowledgement USING btree (dag_id) WHERE (dag_id IS NOT NULL);
CREATE UNIQUE INDEX acknowledgement_of ON public.acknowledgement USING btree (kind, subject, user_id);

create table api_token (
  id uuid not null,
  user_id uuid not null,
  name text not null,
  prefix text not null,
  token_hash bytea not null,
  is_read_only boolean default false not null,
  permissions jsonb,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint api_token_token_hash_key UNIQUE (token_hash),
  constraint api_token_user_id_name_key UNIQUE (user_id, name),
  constraint api_token_pkey PRIMARY KEY (id),
  constraint api_token_user_id_fkey FOREIGN KEY (user_id) REFERENCES user_account(id) ON DELETE CASCADE,
  constraint api_token_name_check CHECK ((name <> ''::text))
);

create table attempt (
  id uuid not null,
  dag_run_id uuid not null,
  task_id text not null,
  map_index integer not null,
  try_number integer not null,
  state text not null,
  reason jsonb,
  queued_at timestamp with time zone,
  handed_over_at timestamp with time zone,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  worker text,
  cpu_ms double precision,
  peak_memory_mb double precision,
  error jsonb,
  constraint attempt_pkey PRIMARY KEY (id),
  constraint attempt_dag_run_id_fkey FOREIGN KEY (dag_run_id) REFERENCES dag_run(id) ON DELETE CASCADE
);
CREATE INDEX attempt_of ON public.attempt USING btree (dag_run_id, task_id, map_index, try_number);

create table attempt_report (
  attempt_id uuid not null,
  kind text not null,
  owner uuid not null,
  worker_id uuid,
  report json not null,
  reported_at timestamp with time zone default clock_timestamp() not null,
  constraint attempt_report_pkey PRIMARY KEY (attempt_id, kind),
  constraint attempt_report_kind_check CHECK ((kind = ANY (ARRAY['started'::text, 'finished'::text, 'lost'::text])))
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.05, autovacuum_vacuum_threshold=1000);
CREATE INDEX attempt_report_of_owner ON public.attempt_report USING btree (owner);

create table audit_event (
  id bigint not null,
  happened_at timestamp with time zone not null,
  event text not null,
  user_id uuid,
  owner text,
  via text not null,
  address text,
  user_agent text,
  request_id text,
  dag_id text,
  run_id text,
  task_id text,
  map_index integer,
  try_number integer,
  logical_date timestamp with time zone,
  before jsonb,
  after jsonb,
  extra text,
  constraint audit_event_pkey PRIMARY KEY (id),
  constraint audit_event_event_check CHECK ((event <> ''::text)),
  constraint audit_event_via_check CHECK ((via = ANY (ARRAY['ui'::text, 'api'::text, 'cli'::text, 'scheduler'::text])))
);
CREATE INDEX audit_event_by_dag ON public.audit_event USING btree (dag_id, id DESC) WHERE (dag_id IS NOT NULL);
CREATE INDEX audit_event_by_event ON public.audit_event USING btree (event, id DESC);
CREATE INDEX audit_event_by_owner ON public.audit_event USING btree (owner, id DESC) WHERE (owner IS NOT NULL);
CREATE INDEX audit_event_by_time ON public.audit_event USING btree (happened_at DESC, id DESC);

create table bundle_version (
  id text not null,
  bundle_name text not null,
  manifest jsonb not null,
  created_at timestamp with time zone default now() not null,
  constraint bundle_version_pkey PRIMARY KEY (id)
);

create table connection (
  connection_id text not null,
  conn_type text not null,
  description text,
  host text,
  port integer,
  login text,
  password text,
  schema text,
  extra text,
  is_encrypted boolean default false not null,
  updated_at timestamp with time zone default now() not null,
  constraint connection_pkey PRIMARY KEY (connection_id),
  constraint connection_connection_id_check CHECK ((connection_id <> ''::text))
);

create table dag (
  dag_id text not null,
  bundle_name text not null,
  file text not null,
  is_paused boolean not null,
  is_active boolean default true not null,
  current_version_id uuid,
  tags text[] default '{}'::text[] not null,
  owner text default ''::text not null,
  description text,
  next_run_after timestamp with time zone,
  next_logical_date timestamp with time zone,
  next_interval_start timestamp with time zone,
  next_interval_end timestamp with time zone,
  next_run_basis text,
  consecutive_failed_runs integer default 0 not null,
  scheduler_id uuid,
  revision bigint default 0 not null,
  last_parsed_at timestamp with time zone default now() not null,
  created_at timestamp with time zone default now() not null,
  access jsonb,
  display_name text,
  constraint dag_pkey PRIMARY KEY (dag_id)
);
CREATE INDEX dag_access ON public.dag USING gin (access) WHERE (access IS NOT NULL);
CREATE INDEX dag_by_display_name ON public.dag USING btree (COALESCE(display_name, dag_id), dag_id);
CREATE INDEX dag_scheduler ON public.dag USING btree (scheduler_id) WHERE is_active;

create table dag_favorite (
  user_id uuid not null,
  account_id uuid default NULLIF(user_id, '00000000-0000-0000-0000-000000000000'::uuid),
  dag_id text not null,
  created_at timestamp with time zone default now() not null,
  constraint dag_favorite_pkey PRIMARY KEY (user_id, dag_id),
  constraint dag_favorite_account_id_fkey FOREIGN KEY (account_id) REFERENCES user_account(id) ON DELETE CASCADE,
  constraint dag_favorite_dag_id_fkey FOREIGN KEY (dag_id) REFERENCES dag(dag_id) ON DELETE CASCADE
);
CREATE INDEX dag_favorite_of_account ON public.dag_favorite USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX dag_favorite_of_dag ON public.dag_favorite USING btree (dag_id);

create table dag_processor (
  id uuid not null,
  bundle_name text not null,
  hostname text not null,
  pid integer not null,
  started_at timestamp with time zone default clock_timestamp() not null,
  heartbeat_at timestamp with time zone default clock_timestamp() not null,
  lease_until timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint dag_processor_pkey PRIMARY KEY (id)
) with (fillfactor=50);

create table dag_run (
  id uuid not null,
  dag_id text not null,
  run_id text not null,
  state text not null,
  run_type text not null,
  triggered_by text not null,
  triggered_by_user text,
  dag_version_id uuid not null,
  logical_date timestamp with time zone,
  interval_start timestamp with time zone,
  interval_end timestamp with time zone,
  run_after timestamp with time zone not null,
  conf jsonb default '{}'::jsonb not null,
  note text,
  queued_at timestamp with time zone default clock_timestamp() not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  clear_number integer default 0 not null,
  reason jsonb,
  revision bigint default 0 not null,
  constraint dag_run_dag_id_run_id_key UNIQUE (dag_id, run_id),
  constraint dag_run_pkey PRIMARY KEY (id),
  constraint dag_run_dag_id_fkey FOREIGN KEY (dag_id) REFERENCES dag(dag_id) ON DELETE CASCADE,
  constraint dag_run_dag_version_id_fkey FOREIGN KEY (dag_version_id) REFERENCES dag_version(id),
  constraint dag_run_finished CHECK (((state = ANY (ARRAY['success'::text, 'failed'::text])) = (finished_at IS NOT NULL))),
  constraint dag_run_run_type_check CHECK ((run_type = ANY (ARRAY['scheduled'::text, 'manual'::text, 'backfill'::text, 'asset_triggered'::text, 'asset_materialization'::text]))),
  constraint dag_run_started CHECK (((state = 'queued'::text) OR (started_at IS NOT NULL))),
  constraint dag_run_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'success'::text, 'failed'::text])))
) with (fillfactor=70);
CREATE INDEX dag_run_by_date ON public.dag_run USING btree (dag_id, logical_date DESC) WHERE (logical_date IS NOT NULL);
CREATE INDEX dag_run_by_end ON public.dag_run USING btree (finished_at, id);
CREATE INDEX dag_run_by_logical_date ON public.dag_run USING btree (logical_date, id);
CREATE INDEX dag_run_by_run_after ON public.dag_run USING btree (run_after, id);
CREATE INDEX dag_run_by_start ON public.dag_run USING btree (started_at, id);
CREATE INDEX dag_run_by_state ON public.dag_run USING btree (state, run_after, id);
CREATE INDEX dag_run_by_user ON public.dag_run USING btree (triggered_by_user) WHERE (triggered_by_user IS NOT NULL);
CREATE INDEX dag_run_newest ON public.dag_run USING btree (dag_id, run_after DESC, id DESC);
CREATE INDEX dag_run_unfinished ON public.dag_run USING btree (dag_id, run_after) WHERE (finished_at IS NULL);
CREATE INDEX dag_run_with_conf ON public.dag_run USING btree (id) WHERE (conf <> '{}'::jsonb);
CREATE UNIQUE INDEX dag_run_scheduled_date ON public.dag_run USING btree (dag_id, logical_date) WHERE (run_type = ANY (ARRAY['scheduled'::text, 'backfill'::text]));
CREATE TRIGGER forget_runs AFTER DELETE ON public.dag_run REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_runs_v1();

create table dag_version (
  id uuid not null,
  dag_id text not null,
  number integer not null,
  hash text not null,
  serialized jsonb not null,
  task_rows jsonb not null,
  bundle_version_id text not null,
  file text not null,
  created_at timestamp with time zone default now() not null,
  summary jsonb default dag_summary_v1(serialized),
  source_hash text,
  constraint dag_version_dag_id_number_key UNIQUE (dag_id, number),
  constraint dag_version_pkey PRIMARY KEY (id),
  constraint dag_version_bundle_version_id_fkey FOREIGN KEY (bundle_version_id) REFERENCES bundle_version(id),
  constraint dag_version_dag_id_fkey FOREIGN KEY (dag_id) REFERENCES dag(dag_id) ON DELETE CASCADE
);
CREATE INDEX dag_version_by_hash ON public.dag_version USING btree (hash);

create table dag_warning (
  dag_id text not null,
  warning_type text not null,
  message text not null,
  happened_at timestamp with time zone default now() not null,
  constraint dag_warning_pkey PRIMARY KEY (dag_id, warning_type),
  constraint dag_warning_dag_id_fkey FOREIGN KEY (dag_id) REFERENCES dag(dag_id) ON DELETE CASCADE
);

create table default_view (
  user_id uuid not null,
  account_id uuid default NULLIF(user_id, '00000000-0000-0000-0000-000000000000'::uuid),
  page text not null,
  view_id uuid not null,
  constraint default_view_pkey PRIMARY KEY (user_id, page),
  constraint default_view_account_id_fkey FOREIGN KEY (account_id) REFERENCES user_account(id) ON DELETE CASCADE,
  constraint default_view_view_id_fkey FOREIGN KEY (view_id) REFERENCES saved_view(id) ON DELETE CASCADE,
  constraint default_view_page_check CHECK ((page <> ''::text))
);
CREATE INDEX default_view_of_account ON public.default_view USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX default_view_of_view ON public.default_view USING btree (view_id);

create table import_error (
  bundle_name text not null,
  file text not null,
  code text not null,
  message text not null,
  stack text,
  line integer,
  column_number integer,
  code_frame text,
  output text,
  happened_at timestamp with time zone default now() not null,
  id bigint not null,
  constraint import_error_pkey PRIMARY KEY (bundle_name, file)
);
CREATE UNIQUE INDEX import_error_id ON public.import_error USING btree (id);

create table migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone default now() not null,
  constraint migration_pkey PRIMARY KEY (name)
);

create table pool (
  name text not null,
  slots integer not null,
  description text default ''::text not null,
  include_deferred boolean default false not null,
  occupied integer default 0 not null,
  is_wanted boolean default false not null,
  constraint pool_pkey PRIMARY KEY (name),
  constraint pool_name_check CHECK ((name <> ''::text)),
  constraint pool_slots_check CHECK ((slots >= '-1'::integer))
) with (fillfactor=50);

create table preference (
  user_id uuid not null,
  account_id uuid default NULLIF(user_id, '00000000-0000-0000-0000-000000000000'::uuid),
  key text not null,
  value jsonb not null,
  changed_at timestamp with time zone default now() not null,
  constraint preference_pkey PRIMARY KEY (user_id, key),
  constraint preference_account_id_fkey FOREIGN KEY (account_id) REFERENCES user_account(id) ON DELETE CASCADE,
  constraint preference_key_check CHECK ((key <> ''::text))
);
CREATE INDEX preference_of_account ON public.preference USING btree (account_id) WHERE (account_id IS NOT NULL);

create table revoked_session (
  id uuid not null,
  expires_at timestamp with time zone not null,
  constraint revoked_session_pkey PRIMARY KEY (id)
);
CREATE INDEX revoked_session_expiry ON public.revoked_session USING btree (expires_at);

create table role (
  name text not null,
  description text default ''::text not null,
  is_built_in boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint role_pkey PRIMARY KEY (name),
  constraint role_name_check CHECK ((name <> ''::text))
);

create table role_permission (
  role_name text not null,
  action text not null,
  resource text not null,
  constraint role_permission_pkey PRIMARY KEY (role_name, action, resource),
  constraint role_permission_role_name_fkey FOREIGN KEY (role_name) REFERENCES role(name) ON UPDATE CASCADE ON DELETE CASCADE
);

create table saved_view (
  id uuid not null,
  user_id uuid not null,
  account_id uuid default NULLIF(user_id, '00000000-0000-0000-0000-000000000000'::uuid),
  page text not null,
  name text not null,
  is_shared boolean default false not null,
  definition jsonb not null,
  created_at timestamp with time zone default now() not null,
  changed_at timestamp with time zone default now() not null,
  constraint saved_view_user_id_page_name_key UNIQUE (user_id, page, name),
  constraint saved_view_pkey PRIMARY KEY (id),
  constraint saved_view_account_id_fkey FOREIGN KEY (account_id) REFERENCES user_account(id) ON DELETE CASCADE,
  constraint saved_view_name_check CHECK ((name <> ''::text)),
  constraint saved_view_page_check CHECK ((page <> ''::text))
);
CREATE INDEX saved_view_of_account ON public.saved_view USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX saved_view_shared ON public.saved_view USING btree (page, name) WHERE is_shared;

create table scheduler (
  id uuid not null,
  hostname text not null,
  pid integer not null,
  started_at timestamp with time zone default now() not null,
  heartbeat_at timestamp with time zone default now() not null,
  lease_until timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint scheduler_pkey PRIMARY KEY (id)
);

create table task_instance (
  dag_run_id uuid not null,
  task_id text not null,
  map_index integer default '-1'::integer not null,
  state text default 'none'::text not null,
  try_number integer default 0 not null,
  max_tries integer not null,
  lost_attempts integer default 0 not null,
  attempt_id uuid,
  executor text,
  queue text default 'default'::text not null,
  pool text default 'default_pool'::text not null,
  pool_slots integer default 1 not null,
  priority integer default 1 not null,
  operator text not null,
  reason jsonb,
  created_at timestamp with time zone default clock_timestamp() not null,
  dependencies_met_at timestamp with time zone,
  scheduled_at timestamp with time zone,
  queued_at timestamp with time zone,
  handed_over_at timestamp with time zone,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  next_try_at timestamp with time zone,
  worker text,
  cpu_ms double precision,
  peak_memory_mb double precision,
  error jsonb,
  rendered jsonb,
  note text,
  constraint task_instance_pkey PRIMARY KEY (dag_run_id, task_id, map_index),
  constraint task_instance_attempt CHECK (((state <> ALL (ARRAY['queued'::text, 'running'::text])) OR (attempt_id IS NOT NULL))),
  constraint task_instance_retry CHECK (((state <> ALL (ARRAY['up_for_retry'::text, 'up_for_reschedule'::text])) OR (next_try_at IS NOT NULL))),
  constraint task_instance_state_check CHECK ((state = ANY (ARRAY['none'::text, 'scheduled'::text, 'queued'::text, 'running'::text, 'success'::text, 'failed'::text, 'skipped'::text, 'upstream_failed'::text, 'removed'::text, 'up_for_retry'::text, 'up_for_reschedule'::text, 'deferred'::text, 'awaiting_input'::text, 'restarting'::text])))
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.05);
CREATE INDEX task_instance_by_start ON public.task_instance USING btree (started_at);

create table undo_step (
  token uuid not null,
  owner text not null,
  event text not null,
  dag_id text,
  step jsonb not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  owner_id uuid,
  constraint undo_step_pkey PRIMARY KEY (token)
);
CREATE INDEX undo_step_expired ON public.undo_step USING btree (expires_at);

create table user_account (
  id uuid not null,
  kind text default 'person'::text not null,
  username text not null,
  email text,
  first_name text default ''::text not null,
  last_name text default ''::text not null,
  password_hash text,
  is_active boolean default true not null,
  token_generation integer default 0 not null,
  failed_sign_ins integer default 0 not null,
  last_failed_sign_in_at timestamp with time zone,
  last_sign_in_at timestamp with time zone,
  sign_in_count integer default 0 not null,
  created_at timestamp with time zone default now() not null,
  changed_at timestamp with time zone default now() not null,
  constraint user_account_pkey PRIMARY KEY (id),
  constraint service_without_password CHECK (((kind = 'person'::text) OR (password_hash IS NULL))),
  constraint user_account_email_check CHECK ((email <> ''::text)),
  constraint user_account_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'service'::text]))),
  constraint user_account_username_check CHECK ((username <> ''::text))
);
CREATE UNIQUE INDEX user_account_email ON public.user_account USING btree (lower(email)) WHERE (email IS NOT NULL);
CREATE UNIQUE INDEX user_account_username ON public.user_account USING btree (lower(username));

create table user_role (
  user_id uuid not null,
  role_name text not null,
  constraint user_role_pkey PRIMARY KEY (user_id, role_name),
  constraint user_role_role_name_fkey FOREIGN KEY (role_name) REFERENCES role(name) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint user_role_user_id_fkey FOREIGN KEY (user_id) REFERENCES user_account(id) ON DELETE CASCADE
);
CREATE INDEX user_role_by_role ON public.user_role USING btree (role_name);

create table variable (
  key text not null,
  value text not null,
  description text,
  is_encrypted boolean default false not null,
  updated_at timestamp with time zone default now() not null,
  constraint variable_pkey PRIMARY KEY (key),
  constraint variable_key_check CHECK ((key <> ''::text))
);

create table work_gateway (
  id uuid not null,
  heartbeat_at timestamp with time zone default clock_timestamp() not null,
  present_since timestamp with time zone default clock_timestamp() not null,
  constraint work_gateway_pkey PRIMARY KEY (id)
) with (fillfactor=50);

create table worker (
  id uuid not null,
  name text not null,
  host text not null,
  pid integer not null,
  queues text[] not null,
  slots integer not null,
  version text not null,
  is_draining boolean default false not null,
  joined_at timestamp with time zone default clock_timestamp() not null,
  heartbeat_at timestamp with time zone default clock_timestamp() not null,
  lease_until timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint worker_pkey PRIMARY KEY (id),
  constraint worker_queues_check CHECK ((cardinality(queues) > 0)),
  constraint worker_slots_check CHECK ((slots > 0))
) with (fillfactor=50);
CREATE INDEX worker_live ON public.worker USING btree (lease_until) WHERE (ended_at IS NULL);

create table workload (
  attempt_id uuid not null,
  owner uuid not null,
  queue text not null,
  priority integer not null,
  submitted bigint not null,
  dag_run_id uuid not null,
  task_id text not null,
  map_index integer not null,
  workload json not null,
  submitted_at timestamp with time zone default clock_timestamp() not null,
  worker_id uuid,
  claimed_at timestamp with time zone,
  started_at timestamp with time zone,
  cancel_reason text,
  constraint workload_pkey PRIMARY KEY (attempt_id),
  constraint workload_cancel_reason_check CHECK ((cancel_reason = ANY (ARRAY['cancelled'::text, 'timeout'::text]))),
  constraint workload_claimed CHECK (((worker_id IS NULL) = (claimed_at IS NULL)))
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.05, autovacuum_vacuum_threshold=1000);
CREATE INDEX workload_of_owner ON public.workload USING btree (owner);
CREATE INDEX workload_of_worker ON public.workload USING btree (worker_id) WHERE (worker_id IS NOT NULL);
CREATE INDEX workload_waiting ON public.workload USING btree (queue, priority DESC, submitted) WHERE (worker_id IS NULL);

create table xcom (
  dag_run_id uuid not null,
  task_id text not null,
  map_index integer not null,
  key text not null,
  value text not null,
  created_at timestamp with time zone default now() not null,
  constraint xcom_pkey PRIMARY KEY (dag_run_id, task_id, map_index, key)
);

CREATE OR REPLACE FUNCTION public.commit_turn_v1(scheduler_id uuid, runs json, new_runs json, task_instances json, attempts json, xcoms json, xcom_resets json, run_states json, pools json, plans json, streaks json)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
AS $function$
declare
  conflicts text;
  expected integer;
  changed integer;
  is_awaited boolean;
begin
  perform 1 from scheduler s where s.id = scheduler_id and s.ended_at is null for share;
  if not found then
    raise exception 'the scheduler % has ended', scheduler_id using errcode = 'TW001';
  end if;

  if runs is not null then
    with known as (select k.* from json_to_recordset(runs) as k(id uuid, revision bigint)),
    held as (
      select r.id, r.revision from dag_run r where r.id in (select known.id from known) order by r.id for share
    )
    select string_agg(known.id::text, ',') into conflicts
    from known left join held on held.id = known.id
    where held.revision is distinct from known.revision;
    if conflicts is not null then
      raise exception 'runs were changed from outside' using errcode = 'TW002', detail = conflicts;
    end if;
  end if;

  if new_runs is not null then
    return query select create_runs_v1(new_runs);
  end if;

  if attempts is not null then
    insert into attempt (id, dag_run_id, task_id, map_index, try_number, state, reason, queued_at, handed_over_at,
      started_at, finished_at, worker, cpu_ms, peak_memory_mb, error)
    select a.a, a.r, a.t, a.m, a.n, a.s, a.y, to_timestamp(a.q / 1000.0), to_timestamp(a.h / 1000.0),
      to_timestamp(a.b / 1000.0), to_timestamp(a.f / 1000.0), a.w, a.u, a.p, a.o
    from json_to_recordset(attempts) as a(a uuid, r uuid, t text, m integer, n integer, s text, y jsonb, q float8, h float8,
      b float8, f float8, w text, u float8, p float8, o jsonb)
    on conflict do nothing;
  end if;

  if task_instances is not null then
    update task_instance i set
      state = u.s, try_number = u.n, max_tries = u.x, lost_attempts = coalesce(u.l, 0), attempt_id = u.a, reason = u.y,
      dependencies_met_at = to_timestamp(u.d / 1000.0), scheduled_at = to_timestamp(u.c / 1000.0),
      queued_at = to_timestamp(u.q / 1000.0), handed_over_at = to_timestamp(u.h / 1000.0),
      started_at = to_timestamp(u.b / 1000.0), finished_at = to_timestamp(u.f / 1000.0),
      next_try_at = to_timestamp(u.e / 1000.0), worker = u.w, cpu_ms = u.u, peak_memory_mb = u.p, error = u.o, rendered = u.z
    from json_to_recordset(task_instances) as u(r uuid, t text, m integer, s text, n integer, x integer, l integer, a uuid, y jsonb,
      d float8, c float8, q float8, h float8, b float8, f float8, e float8, w text, u float8, p float8, o jsonb, z jsonb)
    where i.dag_run_id = u.r and i.task_id = u.t and i.map_index = u.m;
  end if;

  if xcom_resets is not null then
    delete from xcom x using json_to_recordset(xcom_resets) as d(r uuid, t text, m integer)
    where x.dag_run_id = d.r and x.task_id = d.t and x.map_index = d.m;
  end if;

  if xcoms is not null then
    insert into xcom (dag_run_id, task_id, map_index, key, value)
    select v.r, v.t, v.m, v.k, v.v from json_to_recordset(xcoms) as v(r uuid, t text, m integer, k text, v text)
    on conflict (dag_run_id, task_id, map_index, key) do update set value = excluded.value, created_at = excluded.created_at;
  end if;

  if run_states is not null then
    update dag_run r set
      state = u.state, started_at = to_timestamp(u.started_at / 1000.0), finished_at = to_timestamp(u.finished_at / 1000.0),
      reason = u.reason
    from json_to_recordset(run_states) as u(id uuid, state text, started_at float8, finished_at float8, reason jsonb)
    where r.id = u.id;
  end if;

  if plans is not null then
    update dag d set
      next_run_after = to_timestamp(u.next_run_after / 1000.0), next_logical_date = to_timestamp(u.next_logical_date / 1000.0),
      next_interval_start = to_timestamp(u.next_interval_start / 1000.0),
      next_interval_end = to_timestamp(u.next_interval_end / 1000.0), next_run_basis = u.next_run_basis
    from json_to_recordset(plans) as u(dag_id text, next_run_after float8, next_logical_date float8,
      next_interval_start float8, next_interval_end float8, next_run_basis text)
    where d.dag_id = u.dag_id;
  end if;

  if streaks is not null then
    update dag d set
      consecutive_failed_runs = u.consecutive_failed_runs, is_paused = d.is_paused or u.pause,
      revision = d.revision + u.pause::int
    from json_to_recordset(streaks) as u(dag_id text, consecutive_failed_runs integer, pause boolean)
    where d.dag_id = u.dag_id;
  end if;

  -- Last, so that the rows that other schedulers wait for are held for the shortest time.
  if pools is not null then
    select count(*) into expected from json_to_recordset(pools) as u(name text, delta integer);
    with ordered as (
      select p.name, p.is_wanted from pool p join json_to_recordset(pools) as u(name text, delta integer) on u.name = p.name
      order by p.name for no key update of p
    ), updated as (
      update pool p set occupied = p.occupied + u.delta, is_wanted = o.is_wanted and u.delta > 0
      from ordered o join json_to_recordset(pools) as u(name text, delta integer) on u.name = o.name
      where p.name = o.name and (u.delta <= 0 or p.slots = -1 or p.occupied + u.delta <= p.slots)
      returning o.is_wanted and u.delta < 0 as is_awaited
    )
    select count(*), coalesce(bool_or(updated.is_awaited), false) into changed, is_awaited from updated;
    if changed < expected then
      raise exception 'a pool has too few free slots' using errcode = 'TW003';
    end if;
    if is_awaited then
      perform pg_notify('tradewind', '{"kind":"pool"}');
    end if;
  end if;
end
$function$;

CREATE OR REPLACE FUNCTION public.commit_turn_v2(scheduler_id uuid, run_ids uuid[], run_revisions bigint[], new_runs json, i_run uuid[], i_task text[], i_map_index integer[], i_state text[], i_try_number integer[], i_max_tries integer[], i_lost_attempts integer[], i_attempt uuid[], i_reason jsonb[], i_dependencies_met_at timestamp with time zone[], i_scheduled_at timestamp with time zone[], i_queued_at timestamp with time zone[], i_handed_over_at timestamp with time zone[], i_started_at timestamp with time zone[], i_finished_at timestamp with time zone[], i_next_try_at timestamp with time zone[], i_worker text[], i_cpu_ms double precision[], i_peak_memory_mb double precision[], i_error jsonb[], i_rendered jsonb[], x_run uuid[], x_task text[], x_map_index integer[], x_key text[], x_value text[], r_id uuid[], r_state text[], r_started_at timestamp with time zone[], r_finished_at timestamp with time zone[], r_reason jsonb[], pool_names text[], pool_deltas integer[], attempts json, xcom_resets json, plans json, streaks json)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
AS $function$
declare
  conflicts text;
  is_awaited boolean := false;
begin
  perform 1 from scheduler s where s.id = scheduler_id and s.ended_at is null for share;
  if not found then
    raise exception 'the scheduler % has ended', scheduler_id using errcode = 'TW001';
  end if;

  if run_ids is not null then
    select string_agg(known.id::text, ',') into conflicts
    from (select unnest(run_ids) as id, unnest(run_revisions) as revision) as known
    left join lateral (select r.revision, r.finished_at from dag_run r where r.id = known.id for share) as held on true
    where held.revision is distinct from known.revision or held.finished_at is not null;
    if conflicts is not null then
      raise exception 'runs were changed from outside' using errcode = 'TW002', detail = conflicts;
    end if;
  end if;

  if new_runs is not null then
    return query select create_runs_v1(new_runs);
  end if;

  if attempts is not null then
    insert into attempt (id, dag_run_id, task_id, map_index, try_number, state, reason, queued_at, handed_over_at,
      started_at, finished_at, worker, cpu_ms, peak_memory_mb, error)
    select a.a, a.r, a.t, a.m, a.n, a.s, a.y, to_timestamp(a.q / 1000.0), to_timestamp(a.h / 1000.0),
      to_timestamp(a.b / 1000.0), to_timestamp(a.f / 1000.0), a.w, a.u, a.p, a.o
    from json_to_recordset(attempts) as a(a uuid, r uuid, t text, m integer, n integer, s text, y jsonb, q float8, h float8,
      b float8, f float8, w text, u float8, p float8, o jsonb)
    on conflict do nothing;
  end if;

  if i_run is not null then
    update task_instance i set
      state = u.state, try_number = u.try_number, max_tries = u.max_tries, lost_attempts = coalesce(u.lost_attempts, 0),
      attempt_id = u.attempt, reason = u.reason, dependencies_met_at = u.dependencies_met_at,
      scheduled_at = u.scheduled_at, queued_at = u.queued_at, handed_over_at = u.handed_over_at,
      started_at = u.started_at, finished_at = u.finished_at, next_try_at = u.next_try_at, worker = u.worker,
      cpu_ms = u.cpu_ms, peak_memory_mb = u.peak_memory_mb, error = u.error, rendered = u.rendered
    from (
      select unnest(i_run) as run, unnest(i_task) as task, unnest(i_map_index) as map_index, unnest(i_state) as state,
        unnest(i_try_number) as try_number, unnest(i_max_tries) as max_tries, unnest(i_lost_attempts) as lost_attempts,
        unnest(i_attempt) as attempt, unnest(i_reason) as reason, unnest(i_dependencies_met_at) as dependencies_met_at,
        unnest(i_scheduled_at) as scheduled_at, unnest(i_queued_at) as queued_at,
        unnest(i_handed_over_at) as handed_over_at, unnest(i_started_at) as started_at,
        unnest(i_finished_at) as finished_at, unnest(i_next_try_at) as next_try_at, unnest(i_worker) as worker,
        unnest(i_cpu_ms) as cpu_ms, unnest(i_peak_memory_mb) as peak_memory_mb, unnest(i_error) as error,
        unnest(i_rendered) as rendered
    ) as u
    where i.dag_run_id = u.run and i.task_id = u.task and i.map_index = u.map_index;
  end if;

  if xcom_resets is not null then
    delete from xcom x using json_to_recordset(xcom_resets) as d(r uuid, t text, m integer)
    where x.dag_run_id = d.r and x.task_id = d.t and x.map_index = d.m;
  end if;

  if x_run is not null then
    insert into xcom (dag_run_id, task_id, map_index, key, value)
    select unnest(x_run), unnest(x_task), unnest(x_map_index), unnest(x_key), unnest(x_value)
    on conflict (dag_run_id, task_id, map_index, key) do update set value = excluded.value, created_at = excluded.created_at;
  end if;

  if r_id is not null then
    update dag_run r set
      state = u.state, started_at = u.started_at, finished_at = u.finished_at, reason = u.reason
    from (
      select unnest(r_id) as id, unnest(r_state) as state, unnest(r_started_at) as started_at,
        unnest(r_finished_at) as finished_at, unnest(r_reason) as reason
    ) as u
    where r.id = u.id;
  end if;

  if plans is not null then
    update dag d set
      next_run_after = to_timestamp(u.next_run_after / 1000.0), next_logical_date = to_timestamp(u.next_logical_date / 1000.0),
      next_interval_start = to_timestamp(u.next_interval_start / 1000.0),
      next_interval_end = to_timestamp(u.next_interval_end / 1000.0), next_run_basis = u.next_run_basis
    from json_to_recordset(plans) as u(dag_id text, next_run_after float8, next_logical_date float8,
      next_interval_start float8, next_interval_end float8, next_run_basis text)
    where d.dag_id = u.dag_id;
  end if;

  if streaks is not null then
    update dag d set
      consecutive_failed_runs = u.consecutive_failed_runs, is_paused = d.is_paused or u.pause,
      revision = d.revision + u.pause::int
    from json_to_recordset(streaks) as u(dag_id text, consecutive_failed_runs integer, pause boolean)
    where d.dag_id = u.dag_id;
  end if;

  -- Last, so that the rows that other schedulers wait for are held for the shortest time.
  for at in 1 .. coalesce(cardinality(pool_names), 0) loop
    update pool p set occupied = p.occupied + pool_deltas[at]
    where p.name = pool_names[at] and case when pool_deltas[at] <= 0 then not p.is_wanted
      else p.slots = -1 or p.occupied + pool_deltas[at] <= p.slots end;
    continue when found;
    update pool p set occupied = p.occupied + pool_deltas[at], is_wanted = false
    where p.name = pool_names[at] and pool_deltas[at] <= 0;
    if not found then
      raise exception 'a pool has too few free slots' using errcode = 'TW003';
    end if;
    is_awaited := true;
  end loop;
  if is_awaited then
    perform pg_notify('tradewind', '{"kind":"pool"}');
  end if;
end
$function$;

CREATE OR REPLACE FUNCTION public.create_runs_v1(requests json)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
AS $function$
begin
  return query
  with requested as materialized (
    select q.* from json_to_recordset(requests) as q(
      id uuid, dag_id text, run_id text, run_type text, triggered_by text, triggered_by_user text, dag_version_id uuid,
      logical_date float8, interval_start float8, interval_end float8, run_after float8, queued_at float8,
      conf jsonb, note text)
  ), created as (
    insert into dag_run (id, dag_id, run_id, state, run_type, triggered_by, triggered_by_user, dag_version_id, logical_date,
      interval_start, interval_end, run_after, queued_at, conf, note)
    select q.id, q.dag_id, q.run_id, 'queued', q.run_type, q.triggered_by, q.triggered_by_user, q.dag_version_id,
      to_timestamp(q.logical_date / 1000.0), to_timestamp(q.interval_start / 1000.0), to_timestamp(q.interval_end / 1000.0),
      to_timestamp(q.run_after / 1000.0), to_timestamp(q.queued_at / 1000.0), coalesce(q.conf, '{}'), q.note
    from requested q
    on conflict do nothing
    returning dag_run.id, dag_run.dag_version_id, dag_run.queued_at
  ), instances as (
    insert into task_instance (dag_run_id, task_id, max_tries, executor, queue, pool, pool_slots, priority, operator, created_at)
    select c.id, t.task_id, t.max_tries, t.executor, t.queue, t.pool, t.pool_slots, t.priority, t.operator, c.queued_at
    from created c
    join dag_version v on v.id = c.dag_version_id
    cross join lateral jsonb_to_recordset(v.task_rows) as t(
      task_id text, max_tries integer, executor text, queue text, pool text, pool_slots integer, priority integer, operator text)
  )
  select created.id from created;
end
$function$;

CREATE OR REPLACE FUNCTION public.dag_summary_v1(serialized jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select jsonb_build_object(
    'timetable', serialized -> 'timetable',
    'maxActiveRuns', serialized -> 'maxActiveRuns',
    'maxActiveTasks', serialized -> 'maxActiveTasks',
    'maxConsecutiveFailedRuns', serialized -> 'maxConsecutiveFailedRuns',
    'hasTaskLimits', jsonb_path_exists(serialized,
      '$.tasks[*] ? (@.maxActiveTisPerDag != null || @.maxActiveTisPerDagRun != null)'))
$function$;

CREATE OR REPLACE FUNCTION public.forget_runs_v1()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from xcom x using gone where x.dag_run_id = gone.id;
  delete from task_instance i using gone where i.dag_run_id = gone.id;
  return null;
end
$function$;
