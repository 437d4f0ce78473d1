import type { ConnectionSettings } from '../../domain/policy/kinds/channel-connection.ts'
import type { PushMessage } from '../../domain/publishing/messages.ts'
import type { ChannelCredentials, ChannelSender, PushAnswer } from '../port.ts'
import { concerns, type ToldOfChannel, takenOf } from '../told.ts'
import { exchange, type HttpMessage } from './exchange.ts'
import { parseJson } from './json.ts'
import { isObject } from './source.ts'

export interface Telling {
  readonly message: PushMessage
  /** The same for every try of the same content. */
  readonly requestId: string
  readonly to: Pick<ConnectionSettings, 'url' | 'appKey' | 'returns'>
  readonly credentials: ChannelCredentials
  readonly now: number
}

/** Why something cannot be told at all, as a code of ours. */
export interface Untold {
  readonly untold: 'ITEM_UNKNOWN' | 'RETURN_ADDRESS_UNKNOWN' | 'REFUSE_REASON_UNKNOWN' | 'RETURN_NOT_SOUND' | 'NOT_TAKEN'
}

/** A channel's own form for what it is told. Pure. */
export interface ChannelWriter {
  write(telling: Telling): HttpMessage | Untold
  read(answer: Readonly<Record<string, unknown>>): PushAnswer
}

const unreadable: PushAnswer = { outcome: 'unanswered', code: 'NOT_JSON' }

/** What a channel says in a body: JSON, whatever it is. An answer that is none leaves open what became of it. */
export function readWith(writer: Pick<ChannelWriter, 'read'>, body: string): PushAnswer {
  const parsed = parseJson(body)
  return parsed.ok && isObject(parsed.value) ? writer.read(parsed.value) : unreadable
}

export const senderOf = (writer: ChannelWriter, told: ToldOfChannel): ChannelSender => ({
  takes: takenOf(told),
  concerns: (message) => concerns(told, message),
  async send(message, requestId, to, credentials, now) {
    const written = writer.write({ message, requestId, to, credentials, now })
    if ('untold' in written) return { outcome: 'refused', code: written.untold, isFinal: true }
    const exchanged = await exchange(written, to.timeoutMs)
    return exchanged.outcome === 'answered' ? readWith(writer, exchanged.body) : exchanged
  },
})

/** Codes are shown and kept: they are no place for what a channel may say of a buyer. */
export const codeOf = (...given: readonly unknown[]): string => {
  const said = given.find((each) => (typeof each === 'string' && each !== '') || typeof each === 'number')
  return (
    String(said ?? 'REFUSED')
      .replace(/[^A-Za-z0-9_.:-]/g, '')
      .slice(0, 100) || 'REFUSED'
  )
}

/** `isp.` are failures of the platform itself: whether it took the message before it failed, it does not say. */
export const refusedAs = (code: string): PushAnswer => ({ outcome: code.startsWith('isp.') ? 'unanswered' : 'refused', code })

export const asForm = (url: URL, parameters: Readonly<Record<string, string>>): HttpMessage => ({
  url,
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
  body: new URLSearchParams(parameters).toString(),
})

export const asJson = (url: URL, body: string, headers: Readonly<Record<string, string>> = {}): HttpMessage => ({
  url,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body,
})
