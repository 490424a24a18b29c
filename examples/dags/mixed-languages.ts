import { fileURLToPath } from 'node:url';
import { branch, dag, RetryIn, task } from 'tradewind';
import { bash, process } from 'tradewind/operators';
import { z } from 'zod';
import { dataFile } from '../data/data-file.ts';
import { outputFile, writeText } from '../data/output-file.ts';

const SCRIPT = fileURLToPath(new URL('./python/price-statistics.py', import.meta.url));

const Statistics = z.object({
  symbol: z.string(),
  months: z.number().int().positive(),
  growth: z.number().describe('The last price as a multiple of the first one'),
  volatility: z.number().describe('The standard deviation of the monthly returns'),
  deepestFall: z.number().describe('The largest loss from a peak, from 0 to 1'),
});
type Statistics = z.infer<typeof Statistics>;

/** The first try finds nothing, as a file server does that has just woken up, so that you can watch a retry. */
const locate = task('locate', { retries: 2 }, async (symbol: string, context) => {
  if (context.tryNumber === 1) throw new RetryIn('1s', 'the prices are not there yet');
  return { prices: dataFile('stocks.csv'), target: await outputFile(context, `prices/${symbol}.csv`) };
});

const judge = branch('judge', (input: { volatility: number; limit: number }) =>
  input.volatility > input.limit ? 'restless' : 'calm',
);
const warn = task('warn', (symbol: string, { log }) => log.warn('moves a lot from month to month', { symbol }));
const reassure = task('reassure', (symbol: string, { log }) => log.info('goes its way calmly', { symbol }));

const report = task(
  'report',
  { triggerRule: 'none_failed_min_one_success' },
  async ({ symbol, months, growth, volatility, deepestFall }: Statistics, context) => {
    const text = [
      `# ${symbol}`,
      '',
      `In ${months} months the price became ${growth.toFixed(2)} times what it was.`,
      `From one month to the next it moved by ${(100 * volatility).toFixed(1)} %.`,
      `The deepest fall was one of ${(100 * deepestFall).toFixed(1)} %.`,
      '',
    ].join('\n');
    const target = await outputFile(context, `prices/${symbol}.md`);
    await writeText(target, text);
    console.log(`${text}\n${target}`);
    return text;
  },
);

export const mixedLanguages = dag(
  'mixed_languages',
  {
    isPausedUponCreation: false,
    params: z.object({
      symbol: z.enum(['AAPL', 'AMZN', 'GOOG', 'IBM', 'MSFT']).default('MSFT').describe('Which share'),
      limit: z.number().min(0).max(1).default(0.1).describe('From which volatility on somebody is warned'),
    }),
    description: 'TypeScript, bash and Python in one DAG, with typed results between them',
    tags: ['example', 'python', 'bash', 'params'],
    docMd: `
Finds the prices of a share, cuts them out with \`awk\`, has a Python script compute statistics, and decides in TypeScript
what to say about them. What Python prints is checked against a schema, so that it has a type from there on.

The first try of \`locate\` fails on purpose and is tried again after a second.
`.trim(),
  },
  ({ params: { symbol, limit } }) => {
    const files = locate(symbol);
    const prices = bash('select', {
      command: `awk -F, -v symbol="$SYMBOL" 'NR == 1 || $1 == symbol' "$PRICES" > "$TARGET" && echo "$TARGET"`,
      env: { SYMBOL: symbol, PRICES: files.get('prices'), TARGET: files.get('target') },
    });
    const statistics = process('statistics', {
      command: ['python3', () => SCRIPT],
      input: { file: prices },
      output: Statistics,
    });
    const judged = judge({ volatility: statistics.get('volatility'), limit });
    const [warned, reassured] = [warn(symbol), reassure(symbol)];
    judged.to({ restless: warned, calm: reassured });
    return report(statistics).after(warned, reassured);
  },
);
