import { kebabCase, type OptionSpec, type OptionSpecs } from '../arguments/option-spec.ts';
import { valueNameOf } from '../arguments/read-option-value.ts';
import { COMMAND_GROUPS, COMMANDS, type CommandEntry } from '../command-table.ts';
import type { CommandHelp } from '../define-command.ts';
import { GLOBAL_OPTIONS, globalOptionsOf } from '../global-options.ts';
import { pad } from '../output/display-width.ts';
import type { Styles } from '../output/styles.ts';

/** A name with what it means. */
type Term = readonly [name: string, meaning: string];

/** The help of the program. */
export function renderProgramHelp(styles: Styles): string {
  const single = COMMANDS.filter(({ path }) => !path.includes(' '));
  return [
    'Author, schedule, backfill and monitor data pipelines as code, in TypeScript.\n',
    usage(styles, '<command> [options]'),
    section(styles, 'Run', termsOf(single)),
    section(
      styles,
      'Work with',
      COMMAND_GROUPS.map(({ name, summary }): Term => [`${name} …`, summary]),
    ),
    section(styles, 'Options', optionTerms(GLOBAL_OPTIONS)),
    styles.dim('"tradewind <command> --help" explains a command.\n'),
  ].join('\n');
}

/** The help of a group of commands. */
export function renderGroupHelp(styles: Styles, group: string): string {
  const entries = COMMANDS.filter(({ path }) => path.startsWith(`${group} `));
  return [
    `${COMMAND_GROUPS.find(({ name }) => name === group)!.summary}.\n`,
    usage(styles, `${group} <command> [options]`),
    section(styles, 'Commands', termsOf(entries, group.length + 1)),
    styles.dim(`"tradewind ${group} <command> --help" explains a command.\n`),
  ].join('\n');
}

/** The help of one command. */
export function renderCommandHelp(styles: Styles, entry: CommandEntry, help: CommandHelp): string {
  const argumentTerms = Object.entries(help.arguments).map(([name, { summary }]): Term => [kebabCase(name), summary]);
  const examples = (help.examples ?? []).map(
    ({ command, summary }) => `  ${styles.dim(`# ${summary}`)}\n  ${command}\n`,
  );
  return [
    `${entry.summary}.\n`,
    ...(help.description === undefined ? [] : [`${wrap(help.description, 100)}\n`]),
    usage(styles, synopsisOf(entry.path, help)),
    section(styles, 'Arguments', argumentTerms),
    section(styles, 'Options', optionTerms({ ...help.options, ...globalOptionsOf(help) })),
    ...(examples.length === 0 ? [] : [`${styles.bold('Examples')}\n${examples.join('\n')}`]),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** `dags trigger <dag-id> [options]`. */
export function synopsisOf(path: string, help: CommandHelp): string {
  const names = Object.entries(help.arguments).map(([name, spec]) => {
    const word = `<${kebabCase(name)}>${spec.isRepeatable === true ? '...' : ''}`;
    return spec.isOptional === true ? `[${word}]` : word;
  });
  return [path, ...names, '[options]'].join(' ');
}

/** `-c, --conf <json>`. */
export function optionSynopsis(name: string, spec: OptionSpec): string {
  const short = spec.short === undefined ? '    ' : `-${spec.short}, `;
  const value = spec.kind === 'flag' ? '' : ` <${valueNameOf(spec)}>`;
  return `${short}--${kebabCase(name)}${value}`;
}

/** What an option does, with its default. */
export function optionMeaning(spec: OptionSpec): string {
  const fallback = 'default' in spec && spec.default !== undefined ? ` Default: ${spec.default}.` : '';
  const repeat = 'isRepeatable' in spec && spec.isRepeatable === true ? ' May be given several times.' : '';
  return `${spec.summary}${fallback}${repeat}`;
}

function optionTerms(options: OptionSpecs): readonly Term[] {
  return Object.entries(options).map(([name, spec]): Term => [optionSynopsis(name, spec), optionMeaning(spec)]);
}

function termsOf(entries: readonly CommandEntry[], skip = 0): readonly Term[] {
  return entries.map(({ path, summary }): Term => [path.slice(skip), summary]);
}

function usage(styles: Styles, synopsis: string): string {
  return `${styles.bold('Usage')}\n  tradewind ${synopsis}\n`;
}

const WIDEST_NAME = 38;
const WIDTH = 100;

/** Names to the left, meanings to the right; below a name that is too long. */
function section(styles: Styles, title: string, terms: readonly Term[]): string {
  if (terms.length === 0) return '';
  const column = Math.min(WIDEST_NAME, Math.max(...terms.map(([name]) => name.length))) + 2;
  const lines = terms.map(([name, meaning]) => {
    const [first, ...rest] = wrap(meaning, WIDTH - column - 2).split('\n');
    const margin = `\n  ${' '.repeat(column)}`;
    const head = name.length > column - 2 ? `${name}${margin}` : pad(name, column);
    return `  ${styles.cyan(head)}${[first, ...rest].join(margin)}`.trimEnd();
  });
  return `${styles.bold(title)}\n${lines.join('\n')}\n`;
}

/** Breaks a text between words. */
function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines.join('\n');
}
