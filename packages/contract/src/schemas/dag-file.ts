import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { Can, Instant, Nullable, OneOf } from './values.ts';

export const DagSource = Type.Object({
  content: Nullable(Type.String()),
  dag_id: Type.String(),
  dag_display_name: Type.String(),
  version_number: Nullable(Type.Integer()),
});

export const ImportFault = Type.Object({
  import_error_id: Type.Integer(),
  timestamp: Instant(),
  filename: Type.String({ description: 'Relative to the DAG folder.' }),
  bundle_name: Nullable(Type.String()),
  stack_trace: Type.String({ description: 'What is wrong, where, and the stack.' }),
  code: Nullable(Type.String()),
  message: Nullable(Type.String()),
  line: Nullable(Type.Integer()),
  column: Nullable(Type.Integer()),
  code_frame: Nullable(Type.String()),
  output: Nullable(Type.String({ description: 'What the file printed while it was loaded.' })),
  dag_ids: Type.Array(Type.String(), { description: 'Those that it declared when it could be loaded.' }),
  file_token: Type.String(),
  can: Type.Optional(Can),
});

export const ImportFaultCollection = Collection('import_errors', ImportFault);

export const DAG_WARNING_TYPES = ['asset conflict', 'non-existent pool', 'runtime varying value'] as const;

export const DagWarning = Type.Object({
  dag_id: Type.String(),
  dag_display_name: Type.String(),
  warning_type: OneOf(DAG_WARNING_TYPES),
  message: Type.String(),
  timestamp: Instant(),
});

export const DagWarningCollection = Collection('dag_warnings', DagWarning);
