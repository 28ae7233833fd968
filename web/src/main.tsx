// Where the app starts.
// SPDX-License-Identifier: Apache-2.0
import '@mantine/core/styles.layer.css';
import 'virtual:theme.css';
import './fonts.css';
import './app.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/queries';
import { startLanguages } from './i18n/languages';
import { ToastHost } from './parts/toasts';
import { startPage } from './routes';
import { SessionGate } from './shell/SessionGate';
import { theme } from './theme';

// The page's code, the words and the session travel side by side, and its data before anything is drawn.
const languages = startLanguages();
void startPage(location.href);
await languages;
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
    <QueryClientProvider client={queryClient}>
      <ToastHost>
        <SessionGate />
      </ToastHost>
    </QueryClientProvider>
  </MantineProvider>,
);
