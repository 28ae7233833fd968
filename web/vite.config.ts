// How the web app is built, served while developing, and tested.
// SPDX-License-Identifier: Apache-2.0
import react from '@vitejs/plugin-react';
import { convertCssVariables, DEFAULT_THEME, mergeMantineTheme } from '@mantine/core';
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { wordsOf } from './src/i18n/parts.ts';
import { themeVariables, theme } from './src/theme.ts';

/** The theme's CSS variables as a file: the page then needs no inline style, and the policy stays strict. */
function themeStyles() {
  const id = '\0virtual:theme.css';
  return {
    name: 'theme-styles',
    resolveId: (source: string) => (source === 'virtual:theme.css' ? id : undefined),
    load: (source: string) => (source === id ? convertCssVariables(themeVariables(mergeMantineTheme(DEFAULT_THEME, theme)), ':root') : undefined),
  };
}

/** `words.json?part=NAME`: the words of one part alone. */
function wordParts() {
  return {
    name: 'word-parts',
    enforce: 'pre' as const,
    load(this: { addWatchFile: (file: string) => void }, id: string) {
      const [, file, part] = /^(.*\.json)\?part=(\w+)$/.exec(id) ?? [];
      if (!file || !part) return undefined;
      this.addWatchFile(file);
      return { code: `export default ${JSON.stringify(wordsOf(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>, part))}`, moduleType: 'js' as const };
    },
  };
}

const isAudience = (id: string) => /\/src\/(segments|lists)\//.test(id);

export default defineConfig({
  plugins: [react(), themeStyles(), wordParts()],
  // What ten pages share travels as one file: fewer requests, and it compresses better together. What only lists and
  // segments share stays with them.
  build: { target: 'es2022', manifest: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 700, modulePreload: { polyfill: false }, rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 10, test: (id: string) => !isAudience(id) }, { name: 'audience', minShareCount: 4, test: isAudience }] } } } },
  server: {
    host: '127.0.0.1',
    // The host stays as the browser says it: the server compares it with the origin.
    proxy: { '/app/v1': { target: process.env.REGULARS_URL ?? 'http://127.0.0.1:4480', changeOrigin: false } },
  },
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      // Those of a real program with a sandbox; scripts/real.mjs runs them.
      { extends: true, test: { name: 'real', include: ['tests/real/*.test.ts'], fileParallelism: false, testTimeout: 60000, hookTimeout: 60000 } },
      { extends: true, test: { name: 'browser', include: ['tests/*.test.ts'], fileParallelism: false, testTimeout: 30000, hookTimeout: 60000 } },
    ],
  },
});
