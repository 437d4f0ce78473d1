import { reject } from '../../domain/shared/decision.ts'
import type { PushName } from '../publishing/exceptions.ts'
import type { WmsExceptions } from '../wms/exceptions.ts'
import type { ChannelExceptionName, ExceptionName, Exceptions, ExceptionsOf } from './exceptions.ts'

/** Exceptions of channels, of warehouses and of what channels are told, each resolved where it is kept. */
export function allExceptions(
  ofChannels: ExceptionsOf<ChannelExceptionName>,
  ofWarehouses: WmsExceptions,
  ofPushes: ExceptionsOf<PushName>,
): Exceptions {
  /** One way for all three; null where nothing has that name. */
  function of<Result>(
    { channel, shop, location, messageId, subject }: ExceptionName,
    there: {
      readonly push: (name: PushName) => Promise<Result>
      readonly warehouse: (name: { readonly location: string; readonly messageId: string }) => Promise<Result>
      readonly channel: (name: ChannelExceptionName) => Promise<Result>
    },
  ): Promise<Result> | null {
    if (subject != null) return there.push({ subject, pushId: messageId })
    if (location != null) return there.warehouse({ location, messageId })
    return channel === null ? null : there.channel({ channel, shop, messageId })
  }
  const unknown = async ({ messageId }: ExceptionName) => reject('EXCEPTION_UNKNOWN', { messageId })
  return {
    retry: (name, asking) =>
      of(name, {
        push: (each) => ofPushes.retry(each, asking),
        warehouse: (each) => ofWarehouses.retry(each, asking),
        channel: (each) => ofChannels.retry(each, asking),
      }) ?? unknown(name),
    correct: (name, text, note, asking) =>
      of(name, {
        push: (each) => ofPushes.correct(each, text, note, asking),
        warehouse: (each) => ofWarehouses.correct(each, text, note, asking),
        channel: (each) => ofChannels.correct(each, text, note, asking),
      }) ?? unknown(name),
    drop: (name, asking) =>
      of(name, {
        push: (each) => ofPushes.drop(each, asking),
        warehouse: (each) => ofWarehouses.drop(each, asking),
        channel: (each) => ofChannels.drop(each, asking),
      }) ?? unknown(name),
  }
}
