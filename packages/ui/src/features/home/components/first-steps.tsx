import { Code, List, Paper, Text, Title } from '@mantine/core';
import { useWords } from '../../../shared/i18n/use-words.ts';

const EXAMPLE = `import { dag, every, task } from 'tradewind';

export default dag('hello', { schedule: every('10m') }, () => {
  const name = task('name', () => 'world')();
  task('greet', (who: string) => \`Hello, \${who}!\`)(name);
});`;

/** What to do where there is no DAG yet. */
export function FirstSteps() {
  const t = useWords();
  return (
    <Paper withBorder p="xl" maw={720} component="section">
      <Title order={2} size="h4" mb="xs">
        {t('home.firstTitle')}
      </Title>
      <List type="ordered" spacing="sm">
        <List.Item>
          <Text>{t('home.firstSave')}</Text>
          <Code block mt="xs">
            {EXAMPLE}
          </Code>
        </List.Item>
        <List.Item>{t('home.firstAppears')}</List.Item>
        <List.Item>{t('home.firstTrigger')}</List.Item>
      </List>
    </Paper>
  );
}
