import type { WmsSettings } from '../../../domain/policy/kinds/wms.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import type { EventOfWms } from '../../../domain/wms/events.ts'
import type { WmsReturn } from '../../../domain/wms/return-order.ts'

/** Everything one look at what a warehouse is told of a return is about. */
export interface Look {
  /** What every event of it says. */
  readonly which: Pick<
    EventOfWms<'WmsReturnCallBegun'>['data'],
    'returnCode' | 'afterSalesId' | 'orderId' | 'channel' | 'shop' | 'location'
  >
  readonly said: Readonly<WmsReturn>
  /** What it was told, or is to be. */
  readonly told: NonNullable<WmsReturn['told']>
  readonly settings: WmsSettings
  readonly policy: { readonly name: string; readonly version: number }
  readonly state: Readonly<ProcessState>
  readonly now: number
}
