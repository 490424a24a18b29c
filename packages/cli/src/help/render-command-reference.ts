import { kebabCase, type OptionSpecs } from '../arguments/option-spec.ts';
import { COMMAND_GROUPS, COMMANDS, type CommandEntry } from '../command-table.ts';
import type { CommandHelp } from '../define-command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { GLOBAL_OPTIONS } from '../global-options.ts';
import { optionMeaning, optionSynopsis, synopsisOf } from './render-help.ts';

const INTRODUCTION = `# The command line

This page is generated from the table of commands; a test compares the two.

\`\`\`
tradewind <command> [options]
\`\`\`

Every command explains itself with \`--help\`. Results go to standard output; hints, questions and errors go to standard
error, so that a pipe carries results alone. Colours and lines that change in place appear only on a terminal; \`NO_COLOR\`
and \`FORCE_COLOR\` are honoured. Instants without a zone are UTC. A table fits the width of the terminal; \`json\`, \`yaml\`
and \`plain\` are never cut, and give instants in ISO 8601 (\`plain\` to the second) and durations in milliseconds (\`plain\`
with units).

Without a database server in the configuration, a command starts the embedded one, or joins the one that runs. With \`--url\`, or
\`cli.url\` in the configuration, it opens no database, and speaks with an API server instead: sign in once with
\`tradewind auth login\`.
`;

const HERE = 'It works on this machine alone, without `--url`.';

/** The text of `docs/reference/cli.md`. */
export async function renderCommandReference(): Promise<string> {
  const single = COMMANDS.filter(({ path }) => !path.includes(' '));
  const groups = await Promise.all(
    COMMAND_GROUPS.map(async ({ name, summary }) => {
      const entries = COMMANDS.filter(({ path }) => path.startsWith(`${name} `));
      return [`## ${name}`, `${summary}.`, ...(await renderAll(entries))].join('\n\n');
    }),
  );
  return `${[
    INTRODUCTION.trimEnd(),
    renderExitCodes(),
    ['## Options of every command', optionTable(GLOBAL_OPTIONS)].join('\n\n'),
    ['## Run', ...(await renderAll(single))].join('\n\n'),
    ...groups,
  ].join('\n\n')}\n`;
}

function renderExitCodes(): string {
  const rows = Object.values(EXIT_CODES).map(({ code, meaning }) => `| ${code} | ${meaning} |`);
  return ['## Exit codes\n', '| code | meaning |', '| --- | --- |', ...rows].join('\n');
}

async function renderAll(entries: readonly CommandEntry[]): Promise<readonly string[]> {
  return Promise.all(entries.map(async (entry) => renderCommand(entry, (await entry.load()).help)));
}

function renderCommand({ path, summary }: CommandEntry, help: CommandHelp): string {
  const argumentRows = Object.entries(help.arguments).map(
    ([name, spec]) => `| \`${kebabCase(name)}\` | ${cell(spec.summary)} |`,
  );
  const examples = (help.examples ?? []).map(({ command, summary: what }) => `# ${what}\n${command}`);
  return [
    `### ${path}`,
    [`${summary}.`, help.description, help.isLocal && HERE].filter(Boolean).join(' '),
    `\`\`\`\ntradewind ${synopsisOf(path, help)}\n\`\`\``,
    ...(argumentRows.length === 0 ? [] : [['| argument | meaning |', '| --- | --- |', ...argumentRows].join('\n')]),
    ...(Object.keys(help.options).length === 0 ? [] : [optionTable(help.options)]),
    ...(examples.length === 0 ? [] : [`\`\`\`sh\n${examples.join('\n\n')}\n\`\`\``]),
  ].join('\n\n');
}

function optionTable(options: OptionSpecs): string {
  const rows = Object.entries(options).map(
    ([name, spec]) => `| \`${cell(optionSynopsis(name, spec).trim())}\` | ${cell(optionMeaning(spec))} |`,
  );
  return ['| option | meaning |', '| --- | --- |', ...rows].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
