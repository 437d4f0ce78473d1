import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision } from '../shared/decision.ts'
import { latest } from '../shared/latest.ts'
import type { StockCommand } from './commands.ts'
import type { StockChange } from './events.ts'
import type { Stock } from './state.ts'

type Data<Type extends StockCommand['type']> = CommandOf<StockCommand, Type>['data']

export const setSafetyStock = ({ safety }: Readonly<Stock>, data: Data<'SetSafetyStock'>): Decision<StockChange> =>
  latest(
    safety.setAt,
    data.setAt,
    () => safety.units === data.safetyStock,
    () => accept({ type: 'SafetyStockSet', data: { ...data, safetyStockBefore: safety.units } }),
  )

export function setChannelQuota(stock: Readonly<Stock>, data: Data<'SetChannelQuota'>): Decision<StockChange> {
  const quota = stock.channels.get(data.channel)?.quota ?? null
  return latest(
    quota?.setAt ?? null,
    data.setAt,
    () => quota?.units === data.quota && quota.kind === data.kind,
    () => accept({ type: 'ChannelQuotaSet', data }),
  )
}
