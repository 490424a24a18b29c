import { CONFIG_OPTIONS, type ConfigOption, listConfigOptions, type PlacedOption } from './config-options.ts';

const INTRODUCTION = `# Configuration

This page is generated from the table of options; a test compares the two.

\`tradewind.config.ts\` is looked for in the working folder and then in each folder above it. Everything may be left out:

\`\`\`ts
import { defineConfig } from 'tradewind/config';

export default defineConfig({
  core: { dagsFolder: './pipelines', parallelism: 64 },
});
\`\`\`

A variable of the environment goes before the file: \`TRADEWIND__CORE__PARALLELISM=64\` sets \`core.parallelism\`.
Durations are written with their unit (\`5m\`, \`1h30m\`, \`500ms\`) or as milliseconds. A relative path counts from the
folder of \`tradewind.config.ts\`, and from the working folder in a variable or where there is no file; \`{home}\` in a path
stands for \`core.home\`. Faults are reported all at once, each with its place and its remedy.
\`tradewind config list\` shows the values in force and where each comes from.
`;

/** The text of `docs/reference/configuration.md`. */
export function renderConfigReference(): string {
  const options = listConfigOptions();
  const sections = Object.keys(CONFIG_OPTIONS).map((section) =>
    [`## ${section}`, ...options.filter((place) => place.section === section).map(renderOption)].join('\n\n'),
  );
  return `${[INTRODUCTION.trimEnd(), ...sections].join('\n\n')}\n`;
}

function renderOption({ key, option, variable }: PlacedOption): string {
  const facts = [
    `- Kind: ${describeKind(option)}`,
    `- Default: ${option.default === null ? 'none' : `\`${option.default}\``}`,
    `- Variable: \`${variable}\`${option.alias === undefined ? '' : `, or else \`${option.alias}\``}`,
  ];
  return [`### ${key}`, option.summary, facts.join('\n')].join('\n\n');
}

function describeKind(option: ConfigOption): string {
  switch (option.kind) {
    case 'text':
      return option.isSecret === true ? 'text, never shown' : 'text';
    case 'path':
      return 'path';
    case 'boolean':
      return 'true or false';
    case 'duration':
      return 'duration';
    case 'choice':
      return `one of ${option.choices.map((choice) => `\`${choice}\``).join(', ')}`;
    case 'integer':
      return option.max === undefined
        ? `whole number, at least ${option.min}`
        : `whole number from ${option.min} to ${option.max}`;
  }
}
