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

/** The greys of the kit in the dark, in the hue of the tokens. */
const dark: MantineColorsTuple = [
  '#e6edf3',
  '#b8c4d0',
  '#9aa7b5',
  '#5f6c7c',
  '#2a3441',
  '#222c39',
  '#1a222d',
  '#0f141b',
  '#0c1016',
  '#080b10',
];

/** The kit in our tokens: its colours come from `tokens.css`. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark },
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
