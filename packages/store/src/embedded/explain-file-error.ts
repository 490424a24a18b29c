import { TradewindError } from '@tradewind/model';
import { DiskFullError, HomeNotWritableError } from './errors.ts';

/** Turns what the file system refused in a home into the error that names the remedy; leaves all else as it is. */
export function explainFileError(error: unknown, home: string): Error {
  if (error instanceof TradewindError) return error;
  if (!(error instanceof Error)) return new Error(String(error));
  const { code, path } = error as NodeJS.ErrnoException;
  const isAnyOf = (...codes: string[]) => code !== undefined && codes.includes(code);
  if (isAnyOf('ENOSPC', 'EDQUOT')) return new DiskFullError(path ?? home, { cause: error });
  const reason = isAnyOf('EROFS')
    ? 'its file system is read-only'
    : isAnyOf('EACCES', 'EPERM')
      ? `permission to "${path ?? home}" is denied`
      : isAnyOf('ENOTDIR', 'EEXIST')
        ? `"${path ?? home}" is not a folder`
        : null;
  return reason === null ? error : new HomeNotWritableError(home, reason, { cause: error });
}
