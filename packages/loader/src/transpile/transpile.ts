/**
 * One TypeScript file as JavaScript that Node runs, with its source map inside.
 *
 * oxc transforms nearly everything, in a fraction of a millisecond. What it leaves as it is or does not support goes to
 * swc, which costs 20 ms and 30 MB once and is loaded only then (`findUnsupported`).
 */
import { type TransformOptions, type TransformResult, transformSync } from 'oxc-transform';
import { FileSyntaxError } from '../errors.ts';
import { declaredModuleKind, type ModuleKind } from '../project/declared-module-kind.ts';
import { findProject, type JsxSettings, type Project } from '../project/find-project.ts';
import { placeOf } from '../source-place.ts';
import { addCommonjsNames } from './add-commonjs-names.ts';
import { findUnsupported } from './find-unsupported.ts';
import { hasModuleSyntax } from './has-module-syntax.ts';
import { transpileWithSwc } from './transpile-with-swc.ts';

export interface Transpiled {
  readonly format: ModuleKind;
  readonly source: string;
}

/** What TypeScript adds to a file whose only module syntax was about types. */
const EMPTY_EXPORT = /^export \{\};?\s*$/m;

/** @throws {FileSyntaxError} when `text` is not TypeScript. */
export function transpile(file: string, text: string): Transpiled {
  const project = findProject(file);
  const { result, kind } = transformByKind(file, text, project);
  if (mixesModuleKinds(file, result.code, kind)) {
    const feature = 'import or export together with module.exports';
    return { format: 'commonjs', source: transpileWithSwc(file, text, project, 'commonjs', feature) };
  }
  const unsupported = findUnsupported(result);
  if (unsupported !== null) return { format: kind, source: transpileWithSwc(file, text, project, kind, unsupported) };
  const code = kind === 'commonjs' ? result.code.replace(EMPTY_EXPORT, '') : result.code;
  const named = addCommonjsNames(file, code, kind);
  return { format: kind, source: withSourceMap(named.code, result, file, named.addedLines) };
}

/**
 * A file that is declared CommonJS and yet imports or exports is an ES module, since Node's `require` takes those too;
 * one that nothing declares is what its syntax says.
 */
function transformByKind(file: string, text: string, project: Project): { result: TransformResult; kind: ModuleKind } {
  const declared = declaredModuleKind(file);
  const options = oxcOptions(project);
  if (declared !== 'module') {
    const result = transformSync(file, text, { ...options, sourceType: 'commonjs' });
    const isCommonjs = firstFault(result) === undefined && !hasModuleSyntax(result.code.replace(EMPTY_EXPORT, ''));
    if (isCommonjs) return { result, kind: 'commonjs' };
  }
  const result = transformSync(file, text, { ...options, sourceType: 'module' });
  const fault = firstFault(result);
  if (fault === undefined) return { result, kind: 'module' };
  throw new FileSyntaxError(placeOf(file, text, fault.labels[0]?.start ?? 0), fault.message, fault.helpMessage);
}

/** TypeScript that is built to CommonJS may import as ES modules do and say `export =`: that takes a real conversion. */
function mixesModuleKinds(file: string, code: string, kind: ModuleKind): boolean {
  if (kind === 'commonjs' || declaredModuleKind(file) === 'module') return false;
  return /(?<![.\w$])(?:module\.exports|exports\.[\w$]+)\s*=[^=]/.test(code);
}

function firstFault(result: TransformResult): TransformResult['errors'][number] | undefined {
  return result.errors.find(({ severity }) => severity === 'Error');
}

function oxcOptions(project: Project): TransformOptions {
  return {
    target: `node${process.versions.node}`,
    sourcemap: true,
    decorator: {
      legacy: project.hasLegacyDecorators,
      emitDecoratorMetadata: project.emitsDecoratorMetadata,
      strictNullChecks: project.hasStrictNullChecks,
    },
    typescript: {
      onlyRemoveTypeImports: project.keepsUnusedImports,
      removeClassFieldsWithoutInitializer: !project.definesClassFields,
      ...(project.jsx.factory === undefined ? {} : { jsxPragma: project.jsx.factory }),
      ...(project.jsx.fragmentFactory === undefined ? {} : { jsxPragmaFrag: project.jsx.fragmentFactory }),
    },
    assumptions: { setPublicClassFields: !project.definesClassFields },
    jsx: oxcJsx(project.jsx),
  };
}

function oxcJsx(jsx: JsxSettings): NonNullable<Exclude<TransformOptions['jsx'], 'preserve'>> {
  if (jsx.runtime === 'automatic') {
    return {
      runtime: 'automatic',
      development: jsx.isDevelopment,
      ...(jsx.importSource === undefined ? {} : { importSource: jsx.importSource }),
    };
  }
  return {
    runtime: 'classic',
    ...(jsx.factory === undefined ? {} : { pragma: jsx.factory }),
    ...(jsx.fragmentFactory === undefined ? {} : { pragmaFrag: jsx.fragmentFactory }),
  };
}

/** The map without the source's text: Node reads the file itself when it shows a line of it. */
function withSourceMap(code: string, { map }: TransformResult, file: string, addedLines: number): string {
  if (map === undefined) return code;
  const slim = JSON.stringify({
    version: 3,
    sources: [file],
    names: map.names,
    mappings: ';'.repeat(addedLines) + map.mappings,
  });
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(slim).toString('base64')}`;
}
