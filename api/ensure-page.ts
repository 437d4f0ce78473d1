import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('./page/', import.meta.url))
const built = join(source, 'dist')
const notSource = new Set(['dist', 'node_modules'])

/** Folder of the built page, built now when it is missing or older than its sources; null where that cannot be done. */
export async function ensurePage(say: (line: string) => void): Promise<string | null> {
  const index = join(built, 'index.html')
  if (!existsSync(join(source, 'index.html'))) return existsSync(index) ? built : null
  if (existsSync(index) && statSync(index).mtimeMs >= newest(source)) return built
  say('building the page')
  try {
    const { build } = await import('vite')
    await build({ root: source, logLevel: 'error', build: { outDir: built, emptyOutDir: true } })
    return built
  } catch (failure) {
    const kept = existsSync(index)
    say(
      `the page could not be built${kept ? ', an older one is shown' : ''}: ${failure instanceof Error ? failure.message : String(failure)}`,
    )
    return kept ? built : null
  }
}

function newest(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !notSource.has(name))
    .map((entry) => (entry.isDirectory() ? newest(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs))
    .reduce((latest, time) => Math.max(latest, time), 0)
}
