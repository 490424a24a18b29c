import type { Static } from '@sinclair/typebox';
import { getConfig, getConfigValue, type ServerConfig } from '@tradewind/contract';
import { type Call, type Endpoint, type Handler, handle } from '../http/handle.ts';
import { HttpProblem, notFound } from '../http/http-problem.ts';
import type { ConfigReport } from '../ports.ts';

type Section = ConfigReport['sections'][number];
type Option = Section['options'][number];

const HIDDEN_VALUE = '< hidden >';

export function serverConfigEndpoints({ config }: { readonly config?: ConfigReport }): readonly Endpoint[] {
  return [
    handle(getConfig, async (call) => {
      const { query } = call;
      const sections = exposedSections(config);
      const chosen = sections.filter(({ name }) => query.section === undefined || isNamed(name, query.section));
      if (chosen.length === 0) throw notFound(`There is no section "${query.section}".`);
      return answer(call, chosen, query.display_source ?? false);
    }),
    handle(getConfigValue, async (call) => {
      const { section: sectionName, option: optionName } = call.params;
      const section = exposedSections(config).find(({ name }) => isNamed(name, sectionName));
      const option = section?.options.find(({ key }) => isNamed(key, optionName));
      if (section === undefined || option === undefined)
        throw notFound(`There is no option "${optionName}" in the section "${sectionName}".`);
      return answer(call, [{ ...section, options: [option] }], false);
    }),
  ];
}

/** @throws {HttpProblem} 403 */
function exposedSections(config: ConfigReport | undefined): readonly Section[] {
  if (config !== undefined && config.exposure !== 'false') return config.sections;
  throw new HttpProblem(
    403,
    'The configuration is not shown. The option "api.exposeConfig" allows it: "non-sensitive-only" or "true".',
  );
}

/** `dagsFolder` and `dags_folder` are the same. */
function isNamed(name: string, asked: string): boolean {
  const plain = (text: string): string => text.replaceAll('_', '').toLowerCase();
  return plain(name) === plain(asked);
}

function answer(
  { request, reply }: Call<typeof getConfig> | Call<typeof getConfigValue>,
  sections: readonly Section[],
  showsSource: boolean,
): ReturnType<Handler<typeof getConfig>> extends Promise<infer Result> ? Result : never {
  const accepted = request.headers.accept ?? '';
  if (accepted.includes('text/plain') && !accepted.includes('application/json'))
    return reply.type('text/plain; charset=utf-8').send(textOf(sections));
  return { sections: sections.map((section) => presentSection(section, showsSource)) };
}

function presentSection(
  { name, options }: Section,
  showsSource: boolean,
): Static<typeof ServerConfig>['sections'][number] {
  return {
    name,
    options: options.map((option) => ({
      key: option.key,
      value: showsSource ? [shown(option), option.source] : shown(option),
    })),
  };
}

function shown({ value, isSecret }: Option): string {
  return isSecret ? HIDDEN_VALUE : value;
}

function textOf(sections: readonly Section[]): string {
  const blocks = sections.map(({ name, options }) =>
    [`[${name}]`, ...options.map((option) => `${option.key} = ${shown(option).replaceAll('\n', '\\n')}`)].join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}
