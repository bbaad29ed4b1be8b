/** How the pages are built: `scripts/build-console.ts` says where to. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    // Nothing inline: the pages' policy lets no inline script or style through, and pictures come from this server.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
  },
});
