-- Who may do what: users, roles, their rights, and what they show to be recognised.

create table user_account (
  id uuid primary key,
  -- A service has no password: it shows an API token.
  kind text not null default 'person' check (kind in ('person', 'service')),
  username text not null check (username <> ''),
  email text check (email <> ''),
  first_name text not null default '',
  last_name text not null default '',
  -- scrypt with its parameters; null: cannot sign in with a password.
  password_hash text,
  is_active boolean not null default true,
  -- Part of every session token: those of an earlier generation are refused, which is signing out everywhere.
  token_generation integer not null default 0,
  -- Since the last success.
  failed_sign_ins integer not null default 0,
  last_failed_sign_in_at timestamptz,
  last_sign_in_at timestamptz,
  sign_in_count integer not null default 0,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  constraint service_without_password check (kind = 'person' or password_hash is null)
);
create unique index user_account_username on user_account (lower(username));
create unique index user_account_email on user_account (lower(email)) where email is not null;

create table role (
  name text primary key check (name <> ''),
  description text not null default '',
  -- The rights of the built-in roles are part of the program; only Public can be given more.
  is_built_in boolean not null default false,
  created_at timestamptz not null default now()
);
insert into role (name, description, is_built_in) values
  ('Public', 'Whoever has not signed in', true),
  ('Viewer', 'Reads everything about DAGs and runs', true),
  ('User', 'Triggers, clears, marks, pauses', true),
  ('Op', 'Also manages connections, variables, pools', true),
  ('Admin', 'May do everything, and manages users', true);

create table role_permission (
  role_name text not null references role on update cascade on delete cascade,
  action text not null,
  -- One of the resources, or a single DAG: 'DAG:<id>', 'DAG Run:<id>'.
  resource text not null,
  primary key (role_name, action, resource)
);

create table user_role (
  user_id uuid not null references user_account on delete cascade,
  role_name text not null references role on update cascade on delete cascade,
  primary key (user_id, role_name)
);
create index user_role_by_role on user_role (role_name);

-- What programs show: a personal access token, or one of a service.
create table api_token (
  id uuid primary key,
  user_id uuid not null references user_account on delete cascade,
  name text not null check (name <> ''),
  -- The first characters, by which people recognise it.
  prefix text not null,
  -- SHA-256; the token itself is shown once and kept nowhere.
  token_hash bytea not null unique,
  is_read_only boolean not null default false,
  -- [{ "action", "resource" }]: all that it may be used for. Null: all that its user may do.
  permissions jsonb,
  expires_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  unique (user_id, name)
);

-- Session tokens that were signed out before they expired.
create table revoked_session (
  id uuid primary key,
  expires_at timestamptz not null
);
create index revoked_session_expiry on revoked_session (expires_at);

-- Rights that the file of a DAG gives: { "<role>": { "DAGs": ["can_read"], "DAG Runs": ["can_create"] } }.
-- Null: the file says nothing, so that roles say it. {}: no role has rights of its own on this DAG.
alter table dag add column access jsonb;
create index dag_access on dag using gin (access) where access is not null;
