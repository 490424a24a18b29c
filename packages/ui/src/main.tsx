import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './shared/theme/tokens.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { preferredLanguage, startI18n } from './shared/i18n/i18n.ts';

await startI18n(preferredLanguage());
createRoot(document.querySelector('#root')!).render(<App />);
