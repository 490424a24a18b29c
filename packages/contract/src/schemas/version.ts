import { Type } from '@sinclair/typebox';
import { Nullable } from './values.ts';

export const VersionInfo = Type.Object({
  /** The version of Tradewind. */
  version: Type.String(),
  /** The commit that it was built from, when that is known. */
  git_version: Nullable(Type.String()),
});
