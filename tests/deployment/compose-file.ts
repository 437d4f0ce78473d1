import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully'

export interface Service {
  readonly image: string
  readonly restart: string
  readonly entrypoint?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly volumes?: readonly string[]
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>
  readonly ports?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: Condition }>>
  readonly healthcheck?: { readonly test: readonly string[] }
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
  readonly networks: Readonly<Record<string, unknown>>
}

export const composeText = readFileSync('docker-compose.yml', 'utf8')

/** With anchors and merges carried out, as an engine reads it; variables stay as they are written. */
export const composeFile: ComposeFile = parse(composeText, { merge: true, maxAliasCount: -1 })

export const services = Object.entries(composeFile.services)

/** `${NAME}`, `${NAME:-default}`, `${NAME:?message}` */
export const variables: ReadonlySet<string> = new Set([...composeText.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name!))
