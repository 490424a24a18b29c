/** Where DAGs come from: versions, sources, files, and what is wrong with them. */
import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import {
  DAG_WARNING_TYPES,
  DagSource,
  DagWarningCollection,
  ImportFault,
  ImportFaultCollection,
} from '../schemas/dag-file.ts';
import { DagVersion, DagVersionCollection } from '../schemas/dag-version.ts';
import { orderBy, PageQuery, Pattern } from '../schemas/page.ts';
import { DryRunQuery, JsonObjectSchema, OneOf } from '../schemas/values.ts';

const versionNumber = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });
const text = Type.Optional(Type.String({ maxLength: 1000 }));

export const getDagVersions = route({
  id: 'get_dag_versions',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}/dagVersions',
  tag: 'DagVersion',
  summary: 'The versions of a DAG; with `~`, of all.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(['id', 'version_number', 'bundle_name', 'bundle_version', 'dag_id'], 'id'),
    version_number: Type.Optional(versionNumber),
    bundle_name: text,
    bundle_version: text,
  }),
  answers: { 200: DagVersionCollection },
  rule: permitted('can_read', 'DAG Versions'),
});

export const getDagVersion = route({
  id: 'get_dag_version',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}/dagVersions/{version_number}',
  tag: 'DagVersion',
  summary: 'One version of a DAG.',
  params: Type.Object({ dag_id: Type.String(), version_number: versionNumber }),
  answers: { 200: DagVersion },
  rule: permitted('can_read', 'DAG Versions'),
});

export const getDagDefinition = route({
  id: 'get_dag_definition',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}/dagVersions/{version_number}/definition',
  tag: 'DagVersion',
  summary: 'A version of a DAG with its tasks, without their templates: what the command line draws and lists.',
  params: Type.Object({ dag_id: Type.String(), version_number: versionNumber }),
  answers: { 200: JsonObjectSchema },
  rule: permitted('can_read', 'DAGs'),
  isInternal: true,
});

export const getDagSource = route({
  id: 'get_dag_source',
  method: 'GET',
  path: '/api/v2/dagSources/{dag_id}',
  tag: 'DagSource',
  summary: 'The file that declares a DAG, as JSON, or as it is with `Accept: text/plain`.',
  query: Type.Object({ version_number: Type.Optional(versionNumber) }),
  answers: { 200: DagSource },
  rule: permitted('can_read', 'DAG Code'),
});

export const reparseDagFile = route({
  id: 'reparse_dag_file',
  method: 'PUT',
  path: '/api/v2/parseDagFile/{file_token}',
  tag: 'DAG Parsing',
  summary: 'Asks for a load of a file, whether it changed or not.',
  query: DryRunQuery,
  answers: { 201: Type.Null() },
  rule: permitted('can_edit', 'DAGs'),
});

export const getImportErrors = route({
  id: 'get_import_errors',
  method: 'GET',
  path: '/api/v2/importErrors',
  tag: 'Import Error',
  summary: 'The files that cannot be loaded.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(['id', 'import_error_id', 'timestamp', 'filename', 'bundle_name', 'stacktrace'], 'id'),
    filename: text,
    filename_pattern: Pattern,
    filename_prefix_pattern: Pattern,
    bundle_name: text,
  }),
  answers: { 200: ImportFaultCollection },
  rule: permitted('can_read', 'Import Errors'),
});

export const getImportError = route({
  id: 'get_import_error',
  method: 'GET',
  path: '/api/v2/importErrors/{import_error_id}',
  tag: 'Import Error',
  summary: 'One file that cannot be loaded.',
  params: Type.Object({ import_error_id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }),
  answers: { 200: ImportFault },
  rule: permitted('can_read', 'Import Errors'),
});

export const listDagWarnings = route({
  id: 'list_dag_warnings',
  method: 'GET',
  path: '/api/v2/dagWarnings',
  tag: 'DagWarning',
  summary: 'What is doubtful about DAGs that can be loaded.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(['dag_id', 'warning_type', 'message', 'timestamp'], 'dag_id'),
    dag_id: Type.Optional(Type.String({ maxLength: 250 })),
    warning_type: Type.Optional(OneOf(DAG_WARNING_TYPES)),
  }),
  answers: { 200: DagWarningCollection },
  rule: permitted('can_read', 'DAG Warnings'),
});

export const dagFileRoutes: readonly Route[] = [
  getDagVersions,
  getDagVersion,
  getDagDefinition,
  getDagSource,
  reparseDagFile,
  getImportErrors,
  getImportError,
  listDagWarnings,
];
