import type { Rejection } from '../../domain/shared/decision.ts'
import type { WmsMessage } from '../../domain/wms/canonical.ts'
import { prepareDelivery, prepareLack, prepareProgress } from './prepare-delivery.ts'
import { prepareReturn } from './prepare-return.ts'
import { prepareStock } from './prepare-stock.ts'
import type { PreparedWms, Preparing, WmsSource } from './prepared.ts'

export function prepareWms(message: WmsMessage, source: WmsSource, options: Preparing): Promise<PreparedWms | Rejection> {
  switch (message.kind) {
    case 'deliveryConfirm':
      return prepareDelivery(message, source, options)
    case 'processReport':
      return prepareProgress(message, source, options)
    case 'lackReport':
      return prepareLack(message, source, options)
    case 'stockReport':
      return prepareStock(message, source, options)
    case 'returnConfirm':
      return prepareReturn(message, source, options)
  }
}
