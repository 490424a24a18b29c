/** The whole language, by `@swc/core` of the author's project: what `transpile` needs for the few files oxc cannot do. */
import { createRequire } from 'node:module';
import type { Options } from '@swc/core';
import { TransformerMissingError } from '../errors.ts';
import type { ModuleKind } from '../project/declared-module-kind.ts';
import type { Project } from '../project/find-project.ts';

type Swc = typeof import('@swc/core');

/** @throws {TransformerMissingError} when neither the author's project nor Tradewind's has the package. */
export function transpileWithSwc(
  file: string,
  text: string,
  project: Project,
  kind: ModuleKind,
  feature: string,
): string {
  return requireSwc(file, feature).transformSync(text, swcOptions(file, project, kind)).code;
}

function requireSwc(file: string, feature: string): Swc {
  for (const from of [file, import.meta.url]) {
    try {
      return createRequire(from)('@swc/core') as Swc;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new TransformerMissingError(file, feature);
}

function swcOptions(file: string, project: Project, kind: ModuleKind): Options {
  const { jsx } = project;
  return {
    filename: file,
    configFile: false,
    swcrc: false,
    sourceMaps: 'inline',
    inlineSourcesContent: false,
    isModule: true,
    module: kind === 'module' ? { type: 'nodenext' } : { type: 'commonjs', ignoreDynamic: true },
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax: 'typescript', tsx: file.endsWith('x'), decorators: true },
      transform: {
        legacyDecorator: project.hasLegacyDecorators,
        decoratorMetadata: project.emitsDecoratorMetadata,
        useDefineForClassFields: project.definesClassFields,
        verbatimModuleSyntax: project.keepsUnusedImports,
        ...(project.hasLegacyDecorators ? {} : { decoratorVersion: '2023-11' }),
        react: {
          runtime: jsx.runtime,
          development: jsx.isDevelopment,
          ...(jsx.importSource === undefined ? {} : { importSource: jsx.importSource }),
          ...(jsx.factory === undefined ? {} : { pragma: jsx.factory }),
          ...(jsx.fragmentFactory === undefined ? {} : { pragmaFrag: jsx.fragmentFactory }),
        },
      },
    },
  };
}
