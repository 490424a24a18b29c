import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const accent: MantineColorsTuple = [
  '#eef3ff',
  '#dbe4fb',
  '#b5c6f3',
  '#8ca6ea',
  '#698ae2',
  '#5379dd',
  '#4670db',
  '#2456c4',
  '#2c57b6',
  '#1f4a9f',
];

/** The kit in our tokens: its colours come from `tokens.css`. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  colors: { accent },
  fontFamily: 'var(--tw-font)',
  fontFamilyMonospace: 'var(--tw-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

export const variables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--tw-bg)',
    '--mantine-color-text': 'var(--tw-text)',
    '--mantine-color-dimmed': 'var(--tw-muted)',
    '--mantine-color-default-border': 'var(--tw-border)',
    '--mantine-color-error': 'var(--tw-danger)',
    '--mantine-color-anchor': 'var(--tw-accent)',
  };
  return { variables: {}, light: shared, dark: shared };
};
