import { defineConfig } from 'tradewind/config';

export default defineConfig({
  core: {
    dagsFolder: './dags',
    dagsArePausedAtCreation: false,
  },
});
