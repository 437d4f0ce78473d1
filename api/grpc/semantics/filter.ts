import type { RecordedEvent } from '../../../stores/events/port.ts'
import type { FilterOptions } from '../protocol/messages.ts'
import { linearRegExp } from './linear-regexp.ts'

export type Matches = (event: Pick<RecordedEvent, 'stream' | 'type'>) => boolean

/** A filter as asked for; a refusal in words when it cannot be understood. The expression wins over prefixes; with neither, nothing matches. */
export function compileFilter({ streamIdentifier, eventType }: FilterOptions, isTrusted: boolean): Matches | string {
  const expression = streamIdentifier ?? eventType
  if (expression === undefined) return 'a filter says stream or event type'
  const textOf: (event: Parameters<Matches>[0]) => string = streamIdentifier === undefined ? ({ type }) => type : ({ stream }) => stream
  const { regex, prefix } = expression
  if (regex === undefined || regex === '') return (event) => prefix.some((each) => textOf(event).startsWith(each))
  const compiled = linearRegExp(regex, isTrusted)
  return typeof compiled === 'string' ? compiled : (event) => compiled.test(textOf(event))
}
