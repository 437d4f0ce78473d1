import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision } from '../shared/decision.ts'
import { latest } from '../shared/latest.ts'
import type { StockCommand } from './commands.ts'
import type { StockEvent } from './events.ts'
import type { Stock } from './state.ts'

type Data<Type extends StockCommand['type']> = CommandOf<StockCommand, Type>['data']

export const setSafetyStock = ({ safety }: Readonly<Stock>, data: Data<'SetSafetyStock'>): Decision<StockEvent> =>
  latest(
    safety.setAt,
    data.setAt,
    () => safety.units === data.safetyStock,
    () => accept({ type: 'SafetyStockSet', data }),
  )

export function setChannelQuota(stock: Readonly<Stock>, data: Data<'SetChannelQuota'>): Decision<StockEvent> {
  const quota = stock.channels.get(data.channel)?.quota ?? null
  return latest(
    quota?.setAt ?? null,
    data.setAt,
    () => quota?.units === data.quota && quota.kind === data.kind,
    () => accept({ type: 'ChannelQuotaSet', data }),
  )
}
