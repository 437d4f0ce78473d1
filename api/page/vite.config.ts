import { preact } from '@preact/preset-vite'
import { defineConfig } from 'vite'

/** For `vite api/page` while working on the page: the API of a ledger that runs beside it. */
const ledger = `http://127.0.0.1:${process.env.PORT ?? '7400'}`

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [preact()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { host: '127.0.0.1', proxy: { '/v1': ledger } },
})
