/** Which fields a connection of a type has, and what they are called there. */

export type ConnectionField = 'host' | 'port' | 'schema' | 'login' | 'password';

export interface ConnectionType {
  readonly type: string;
  readonly name: string;
  /** The fields that it has, with words of their own where the plain ones would mislead. */
  readonly fields: Readonly<Partial<Record<ConnectionField, string | true>>>;
  readonly port?: number;
  /** An example of what `extra` may hold. */
  readonly extra?: string;
}

const DATABASE = { host: true, port: true, schema: 'Database', login: true, password: true } as const;
const ALL = { host: true, port: true, schema: true, login: true, password: true } as const;

export const CONNECTION_TYPES: readonly ConnectionType[] = [
  { type: 'generic', name: 'Generic', fields: ALL },
  {
    type: 'http',
    name: 'HTTP',
    fields: { ...ALL, schema: 'Scheme (http or https)' },
    extra: '{"accept": "application/json"}',
  },
  { type: 'postgres', name: 'PostgreSQL', fields: DATABASE, port: 5432, extra: '{"sslmode": "require"}' },
  { type: 'mysql', name: 'MySQL', fields: DATABASE, port: 3306 },
  { type: 'mssql', name: 'Microsoft SQL Server', fields: DATABASE, port: 1433 },
  { type: 'oracle', name: 'Oracle', fields: DATABASE, port: 1521 },
  { type: 'sqlite', name: 'SQLite', fields: { host: 'File' } },
  { type: 'mongo', name: 'MongoDB', fields: DATABASE, port: 27_017 },
  { type: 'redis', name: 'Redis', fields: { host: true, port: true, login: true, password: true }, port: 6379 },
  {
    type: 'aws',
    name: 'Amazon Web Services',
    fields: { login: 'Access key id', password: 'Secret access key' },
    extra: '{"region_name": "eu-central-1"}',
  },
  { type: 'google_cloud_platform', name: 'Google Cloud', fields: {}, extra: '{"project": "…", "keyfile_dict": {}}' },
  { type: 'wasb', name: 'Azure Blob Storage', fields: { host: 'Account URL', login: 'Account', password: 'Key' } },
  {
    type: 'snowflake',
    name: 'Snowflake',
    fields: { schema: true, login: true, password: true },
    extra: '{"account": "…", "warehouse": "…", "database": "…"}',
  },
  { type: 'ssh', name: 'SSH', fields: { host: true, port: true, login: true, password: true }, port: 22 },
  { type: 'sftp', name: 'SFTP', fields: { host: true, port: true, login: true, password: true }, port: 22 },
  { type: 'ftp', name: 'FTP', fields: { host: true, port: true, login: true, password: true }, port: 21 },
  { type: 'smtp', name: 'SMTP', fields: { host: true, port: true, login: true, password: true }, port: 587 },
  { type: 'kafka', name: 'Kafka', fields: {}, extra: '{"bootstrap.servers": "broker:9092"}' },
  { type: 'slack', name: 'Slack', fields: { password: 'API token' } },
  { type: 'slackwebhook', name: 'Slack webhook', fields: { host: true, password: 'Webhook token' } },
];

/** The type of this name; one that is not known has all fields. */
export function connectionType(type: string): ConnectionType {
  return CONNECTION_TYPES.find((one) => one.type === type) ?? { type, name: type, fields: ALL };
}
