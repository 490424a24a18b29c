/**
 * What the `tsconfig.json` nearest to a file says about its meaning. Files without one follow TypeScript's defaults.
 *
 * Answers are kept a folder for the life of the process: code that changed is loaded by another process.
 */
import { dirname } from 'node:path';
import { createPathsMatcher, getTsconfig, type TsConfigResult } from 'get-tsconfig';

export interface Project {
  /** Where `specifier` may lead by `paths` and `baseUrl`, as absolute paths in order; empty when by neither. */
  matchPaths(specifier: string): readonly string[];
  readonly hasLegacyDecorators: boolean;
  readonly emitsDecoratorMetadata: boolean;
  readonly hasStrictNullChecks: boolean;
  /** False: a class field without initialiser does not exist, and others are set by assignment. */
  readonly definesClassFields: boolean;
  /** True: an import that is used for types only stays unless it says `type`. */
  readonly keepsUnusedImports: boolean;
  readonly jsx: JsxSettings;
}

export interface JsxSettings {
  readonly runtime: 'automatic' | 'classic';
  readonly isDevelopment: boolean;
  readonly importSource?: string;
  readonly factory?: string;
  readonly fragmentFactory?: string;
}

const parsed = new Map<string, TsConfigResult>();
const projects = new Map<string, Project>();

export function findProject(file: string): Project {
  const folder = dirname(file);
  const known = projects.get(folder);
  if (known !== undefined) return known;
  const project = describeProject(getTsconfig(folder, 'tsconfig.json', parsed));
  projects.set(folder, project);
  return project;
}

type CompilerOptions = NonNullable<TsConfigResult['config']['compilerOptions']>;

function describeProject(tsconfig: TsConfigResult | null): Project {
  const options: CompilerOptions = tsconfig?.config.compilerOptions ?? {};
  const matcher = tsconfig === null ? null : createPathsMatcher(tsconfig);
  return Object.freeze({
    matchPaths: (specifier: string) => matcher?.(specifier) ?? [],
    hasLegacyDecorators: options.experimentalDecorators === true,
    emitsDecoratorMetadata: options.emitDecoratorMetadata === true,
    hasStrictNullChecks: options.strictNullChecks ?? options.strict ?? false,
    definesClassFields: options.useDefineForClassFields ?? definesFieldsByDefault(options.target),
    keepsUnusedImports: options.verbatimModuleSyntax === true,
    jsx: describeJsx(options),
  });
}

/** TypeScript's rule: a target of ES2022 and later defines class fields. No target is the one of the running Node. */
function definesFieldsByDefault(target: string | undefined): boolean {
  if (target === undefined || /^esnext$/i.test(target)) return true;
  const year = /^es(\d{4})$/i.exec(target)?.[1];
  return year !== undefined && Number(year) >= 2022;
}

function describeJsx({ jsx, jsxImportSource, jsxFactory, jsxFragmentFactory }: CompilerOptions): JsxSettings {
  return {
    runtime: jsx === 'react' ? 'classic' : 'automatic',
    isDevelopment: jsx === 'react-jsxdev',
    ...(jsxImportSource === undefined ? {} : { importSource: jsxImportSource }),
    ...(jsxFactory === undefined ? {} : { factory: jsxFactory }),
    ...(jsxFragmentFactory === undefined ? {} : { fragmentFactory: jsxFragmentFactory }),
  };
}
