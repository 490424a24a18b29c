/** What the files of a bundle are, by their names. */

const MODULE = /\.([cm]?[jt]s|[jt]sx)$/;
const DAG_FILE = /\.[cm]?[jt]s$/;
/** Files that say how the modules of their folder and below are to be read. */
const SETTINGS = /(^|\/)(package\.json|tsconfig(\.[\w-]+)?\.json)$/;

/** Code that other files import. */
export function isModuleFile(path: string): boolean {
  return MODULE.test(path);
}

/** A name that a file with DAGs may have. */
export function mayDeclareDags(path: string): boolean {
  return DAG_FILE.test(path);
}

export function isSettingsFile(path: string): boolean {
  return SETTINGS.test(path);
}
