import { hash } from 'node:crypto'

/**
 * Id of the event at `index` of those a command appends to a stream: a function of its arguments alone. Where several processes may decide
 * the same command, each decision has a name of its own in it: what a store holds under an id is then what this very decision came to.
 * First 128 bits of SHA-256 in the layout of a name-based UUID (version 5).
 */
export function eventId(stream: string, commandId: string, index: number, decision: string | null = null): string {
  const name = decision === null ? [stream, commandId, index] : [stream, commandId, index, decision]
  const digest = hash('sha256', JSON.stringify(name), 'hex')
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return [digest.slice(0, 8), digest.slice(8, 12), `5${digest.slice(13, 16)}`, variant + digest.slice(17, 20), digest.slice(20, 32)].join(
    '-',
  )
}
