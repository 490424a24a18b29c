import { Kbd, Modal, SimpleGrid, Stack, Table, Title } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';
import { KEYS, type KeyBinding, type KeyScope } from './keys.ts';

const SCOPES: readonly KeyScope[] = ['anywhere', 'list', 'dag', 'deed', 'log'];

/** All keys that there are. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  return (
    <Modal opened onClose={onClose} title={t('key.title')} size="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {SCOPES.map((scope) => (
          <Scope key={scope} scope={scope} />
        ))}
      </SimpleGrid>
    </Modal>
  );
}

function Scope({ scope }: { readonly scope: KeyScope }) {
  const t = useWords();
  const bindings: readonly KeyBinding[] = Object.values(KEYS).filter((one) => one.scope === scope);
  return (
    <Stack gap={4}>
      <Title order={3} size="sm">
        {t(`key.scope.${scope}`)}
      </Title>
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={4}>
        <Table.Tbody>
          {bindings.map(({ keys, label }) => (
            <Table.Tr key={label}>
              <Table.Td w={72}>
                {keys.split(' ').map((key, index) => (
                  <Kbd key={`${key}${index === 0 ? '' : index}`} size="xs" mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{t(label)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
