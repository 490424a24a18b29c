/**
 * The settings of the embedded server: for a machine with two cores or a laptop, many short transactions that must be
 * durable, and a scheduler that notices every millisecond of a commit.
 */
import { totalmem } from 'node:os';
import type { Endpoint } from './endpoint.ts';

type Settings = Readonly<Record<string, string | number | boolean>>;

export interface SettingsInput {
  readonly endpoint: Endpoint;
  readonly fsync: boolean;
  /** Over ours. */
  readonly settings: Settings;
}

/** The text of `postgresql.conf`. */
export function renderSettings(input: SettingsInput): string {
  const all: Settings = {
    ...base,
    shared_buffers: `${sharedBuffersMb()}MB`,
    ...durability(input.fsync),
    ...input.settings,
    ...listening(input.endpoint),
  };
  return [
    '# Written by Tradewind at every start. For settings of your own: ALTER SYSTEM SET name = value.',
    ...Object.entries(all).map(([name, value]) => `${name} = ${quote(value)}`),
    '',
  ].join('\n');
}

const base: Settings = {
  max_connections: 100,
  superuser_reserved_connections: 3,

  // Nobody replicates or archives this server, so less needs to be logged.
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_replication_slots: 0,
  max_logical_replication_workers: 0,

  // After each checkpoint the first change of every page is logged whole, so few checkpoints mean little to write.
  // The price is disk space and a longer recovery; 1 GB is read again in a few seconds.
  max_wal_size: '1GB',
  min_wal_size: '256MB',
  wal_buffers: '16MB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: 0.9,

  // Our queries are short. Compiling one costs more than running it, and parallel workers would take the cores away
  // from the tasks; they also need shared memory that containers are short of (64 MB in /dev/shm).
  jit: false,
  max_parallel_workers_per_gather: 0,
  max_worker_processes: 4,
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  random_page_cost: 1.1,

  // Rows of unfinished tasks are updated several times within a second; what is dead must go, and the planner must hear
  // of it, before the hot indexes bloat. Measured with tables and statements like ours: with PostgreSQL's defaults the
  // rate fell from 4,500 to 1,100 tasks a second within 30 s, with these it stayed above 19,000.
  autovacuum_naptime: '5s',
  autovacuum_vacuum_scale_factor: 0.05,
  autovacuum_analyze_scale_factor: 0.05,
  autovacuum_vacuum_insert_scale_factor: 0.1,
  autovacuum_vacuum_cost_delay: '1ms',
  autovacuum_vacuum_cost_limit: 1000,

  password_encryption: 'scram-sha-256',
  // The password is 192 random bits: there is nothing to slow a guesser down for, only every new connection.
  scram_iterations: 256,

  client_encoding: 'UTF8',
  lc_messages: 'C',
  lc_monetary: 'C',
  lc_numeric: 'C',
  lc_time: 'C',
  default_text_search_config: 'pg_catalog.simple',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %q%a ',
  log_checkpoints: false,
  log_min_messages: 'warning',
  // Refused rows (a duplicate key) are everyday work of a client which handles them.
  log_min_error_statement: 'panic',
  logging_collector: false,
};

/** Without `fsync` a commit still outlives the death of any process, only not that of the machine. */
function durability(fsync: boolean): Settings {
  return { fsync, full_page_writes: fsync, synchronous_commit: true };
}

function listening(endpoint: Endpoint): Settings {
  return endpoint.kind === 'socket'
    ? {
        listen_addresses: '',
        unix_socket_directories: endpoint.directory,
        unix_socket_permissions: '0700',
        port: endpoint.port,
      }
    : { listen_addresses: endpoint.host, unix_socket_directories: '', port: endpoint.port };
}

/** A sixteenth of the memory, between 64 and 256 MB. Pages that are never used take none. */
function sharedBuffersMb(): number {
  const share = Math.floor(totalmem() / 16 / 1024 / 1024);
  return Math.min(256, Math.max(64, share));
}

function quote(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return String(value);
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
