import type { ConfigReport } from '@tradewind/api-server';
import { listConfigOptions, parsedNameOf } from './config-options.ts';
import { describeOrigin } from './errors.ts';
import type { ParsedConfig } from './parse-config.ts';

/** The configuration in force, as the API shows it: as text, each value with where it comes from. */
export function reportConfig({ config, origins }: ParsedConfig): ConfigReport {
  const options = listConfigOptions().map((place) => {
    const value = (config[place.section] as Readonly<Record<string, unknown>>)[parsedNameOf(place)];
    return {
      section: place.section,
      key: place.name,
      value: value === null ? '' : String(value),
      source: describeOrigin(origins.get(place.key) ?? { kind: 'default' }),
      isSecret: place.option.isSecret === true,
    };
  });
  return {
    exposure: config.api.exposeConfig as ConfigReport['exposure'],
    sections: [...Map.groupBy(options, ({ section }) => section)].map(([name, members]) => ({
      name,
      options: members.map(({ section: _, ...option }) => option),
    })),
  };
}
