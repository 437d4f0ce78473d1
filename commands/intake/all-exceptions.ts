import { reject } from '../../domain/shared/decision.ts'
import type { WmsExceptions } from '../wms/exceptions.ts'
import type { ChannelExceptionName, ExceptionName, Exceptions, ExceptionsOf } from './exceptions.ts'

/** Exceptions of channels and of warehouses, each resolved where its message is kept. */
export function allExceptions(ofChannels: ExceptionsOf<ChannelExceptionName>, ofWarehouses: WmsExceptions): Exceptions {
  const warehouseOf = ({ location, messageId }: ExceptionName) => (location == null ? null : { location, messageId })
  const channelOf = ({ channel, shop, messageId }: ExceptionName) => (channel === null ? null : { channel, shop, messageId })
  const unknown = async ({ messageId }: ExceptionName) => reject('EXCEPTION_UNKNOWN', { messageId })
  return {
    retry(name, asking) {
      const [there, here] = [warehouseOf(name), channelOf(name)]
      if (there !== null) return ofWarehouses.retry(there, asking)
      return here === null ? unknown(name) : ofChannels.retry(here, asking)
    },
    correct(name, text, note, asking) {
      const [there, here] = [warehouseOf(name), channelOf(name)]
      if (there !== null) return ofWarehouses.correct(there, text, note, asking)
      return here === null ? unknown(name) : ofChannels.correct(here, text, note, asking)
    },
    drop(name, asking) {
      const [there, here] = [warehouseOf(name), channelOf(name)]
      if (there !== null) return ofWarehouses.drop(there, asking)
      return here === null ? unknown(name) : ofChannels.drop(here, asking)
    },
  }
}
