import '../styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadConfig } from '../lib/config.ts';
import { createQueryClient } from '../lib/query-client.ts';
import { dropExpiredSession, onSessionChange, startSession } from '../lib/session.ts';
import { initSupabase } from '../lib/supabase.ts';
import { startTheme } from '../lib/theme.ts';
import { createAppRouter } from './router.tsx';
import { StartFailure } from './start-failure.tsx';

async function start(): Promise<void> {
  const element = document.getElementById('root');
  if (element === null) throw new Error('index.html has no #root.');
  const root = createRoot(element);
  startTheme();
  try {
    const client = initSupabase(await loadConfig());
    const queryClient = createQueryClient(() => dropExpiredSession(client));
    await startSession(client);
    const router = createAppRouter(queryClient);
    onSessionChange((next, previous) => {
      const personChanged = next.session?.user.id !== previous.session?.user.id;
      // Nothing that one person loaded is shown to the next.
      if (personChanged) queryClient.clear();
      // The guards decide where a person now belongs.
      if (personChanged || next.recovering !== previous.recovering) void router.invalidate();
    });
    root.render(
      <StrictMode>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </StrictMode>,
    );
  } catch (error) {
    root.render(<StartFailure error={error} />);
  }
}

void start();
