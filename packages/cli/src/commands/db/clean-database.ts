import { type Command, defineCommand } from '../../define-command.ts';
import { UsageError } from '../../errors.ts';
import { isoInstant } from '../../output/format-time.ts';
import { requireConsent, YES_OPTION } from '../require-consent.ts';

export const cleanDatabase: Command = defineCommand({
  help: {
    isLocal: true,
    description:
      'Deletes runs that finished long ago, with their task instances and results, and versions of DAGs that nothing needs any more. It may run while schedulers do.',
    arguments: {},
    options: {
      olderThan: { kind: 'duration', summary: 'Delete what finished longer ago than this.' },
      cleanBeforeTimestamp: { kind: 'instant', summary: 'Delete what finished before this instant.' },
      dryRun: { kind: 'flag', short: 'n', summary: 'Count what would be deleted, and change nothing.' },
      ...YES_OPTION,
    },
    examples: [{ command: 'tradewind db clean --older-than 90d --yes', summary: 'Keep three months' }],
  },
  async run({ options }, { terminal, services, config, clock }) {
    const { olderThan, cleanBeforeTimestamp, dryRun, yes } = options;
    if ((olderThan === undefined) === (cleanBeforeTimestamp === undefined)) {
      throw new UsageError('Give either --older-than or --clean-before-timestamp.', 'db clean');
    }
    const beforeAt = cleanBeforeTimestamp ?? clock.now() - olderThan!;
    const { maintenance } = await services();
    const { config: values } = await config();
    const { runs } = await maintenance.clean(values, { beforeAt, isDryRun: true });
    const sentence = `${runs} ${runs === 1 ? 'run' : 'runs'} that finished before ${isoInstant(beforeAt)}`;
    if (dryRun) {
      terminal.write(`Would delete ${sentence}.\n`);
      return undefined;
    }
    await requireConsent(terminal, { yes, question: `Delete ${sentence}?` });
    const deleted = await maintenance.clean(values, { beforeAt, isDryRun: false });
    terminal.write(`Deleted ${deleted.runs} runs and ${deleted.versions} versions of DAGs.\n`);
    return undefined;
  },
});
