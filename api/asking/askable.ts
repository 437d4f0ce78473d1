import { z } from 'zod'
import type { Role } from '../../domain/access/events.ts'
import { afterSalesCommands } from '../../domain/after-sales/commands.ts'
import { capacityCommands } from '../../domain/capacity/commands.ts'
import { catalogueCommands, skuCommands } from '../../domain/catalogue/commands.ts'
import { fulfilmentCommands } from '../../domain/fulfilment/commands.ts'
import { installationCommands } from '../../domain/installation/commands.ts'
import { orderCommands } from '../../domain/order/commands.ts'
import { policyCommands } from '../../domain/policy/commands.ts'
import { providerCommands } from '../../domain/provider/commands.ts'
import { serialCommands } from '../../domain/serial/commands.ts'
import type { CommandDefinitions } from '../../domain/shared/command.ts'
import { stockCommands } from '../../domain/stock/commands.ts'
import { byOperator, componentKinds, destination, type Fill, instantAs, stockFacts, trackingFacts } from './fill.ts'

/** A command somebody may ask over HTTP. Those only channels, processes or routes of their own ask are not among them. */
export interface AskableCommand {
  readonly type: string
  readonly description: string
  readonly roles: readonly Role[]
  /** What is asked; facts that are filled in may be left out. */
  readonly asked: z.ZodObject
  /** What the decider takes. */
  readonly whole: z.ZodObject
  readonly fills: readonly Fill[]
}

const operators: readonly Role[] = ['admin', 'operator']

interface Filled {
  readonly optional: readonly string[]
  readonly fills: readonly Fill[]
}
const nothing: Filled = { optional: [], fills: [] }
const where: Filled = { optional: ['regionPath', 'category', 'brand'], fills: [stockFacts] }
const at = (field: 'askedAt' | 'definedAt' | 'setAt' | 'effectiveFrom'): Filled => ({ optional: [field], fills: [instantAs(field)] })
const all = (...filled: readonly Filled[]): Filled => ({
  optional: filled.flatMap(({ optional }) => optional),
  fills: filled.flatMap(({ fills }) => fills),
})

function askable<const Definitions extends CommandDefinitions>(
  definitions: Definitions,
  types: readonly (keyof Definitions & string)[],
  { optional, fills }: Filled = nothing,
): AskableCommand[] {
  return types.map((type) => {
    const { description, data } = definitions[type]!
    const left = Object.fromEntries(optional.map((field) => [field, (data.shape[field] as z.ZodType).optional()]))
    return { type, description, roles: operators, asked: data.extend(left).strict(), whole: data.strict(), fills }
  })
}

const movements = [
  'ReceiveStock',
  'ReserveStock',
  'ReturnStock',
  'AdjustStock',
  'CountStock',
  'DamageStock',
  'ScrapStock',
  'GradeStock',
] as const
const transfers = ['ReceiveTransfer', 'LoseTransfer'] as const

const component = skuCommands.DefineSku.data.shape.components.element
const askedComponents = component.extend({ kind: component.shape.kind.optional() }).strict()
const defineSku = askable(skuCommands, ['DefineSku'], all(at('definedAt'), { optional: [], fills: [componentKinds] })).map((command) => ({
  ...command,
  asked: command.asked.extend({ components: z.array(askedComponents).max(100).describe('Of a bundle; empty for a stock SKU') }),
}))

/** When it was published is for the ledger alone to say: a version must not begin in the past. */
const publishPolicy = askable(policyCommands, ['PublishPolicy'], at('effectiveFrom')).map((command) => ({
  ...command,
  asked: command.asked.omit({ publishedAt: true }),
  fills: [...command.fills, instantAs('publishedAt')],
}))

const commands: readonly AskableCommand[] = [
  ...askable(orderCommands, ['HoldOrder', 'ReleaseOrder', 'CancelLine', 'CapturePayment', 'RecordDelivery', 'CompleteOrder']),
  ...askable(orderCommands, ['CancelOrder'], { optional: ['cancelledBy'], fills: [byOperator] }),
  ...askable(stockCommands, [...movements, ...transfers], all(where, at('askedAt'))),
  ...askable(stockCommands, ['DispatchTransfer'], all(where, at('askedAt'), { optional: ['toRegionPath'], fills: [destination] })),
  ...askable(stockCommands, ['ReleaseReservation', 'IssueStock'], where),
  ...askable(stockCommands, ['SetSafetyStock', 'SetChannelQuota'], all(where, at('setAt'))),
  ...askable(fulfilmentCommands, ['AcceptFulfilment', 'RejectFulfilment', 'ReportLack', 'PackParcel', 'DispatchShipment', 'SettleCallOff']),
  ...askable(fulfilmentCommands, ['ReportTracking'], {
    optional: ['carrier', 'waybill', 'milestone', 'textHash'],
    fills: [trackingFacts],
  }),
  ...askable(fulfilmentCommands, ['DeliverShipment', 'RefuseDelivery', 'CancelFulfilment', 'RequestIntercept', 'FailIntercept']),
  ...askable(capacityCommands, ['OfferCapacity'], at('setAt')),
  ...askable(capacityCommands, ['HoldSlot'], at('askedAt')),
  ...askable(capacityCommands, ['ConfirmSlot', 'ReleaseSlot', 'ConsumeSlot']),
  ...askable(providerCommands, ['DefineProvider'], at('definedAt')),
  ...askable(providerCommands, ['SetCoverage'], at('setAt')),
  ...askable(installationCommands, ['RequestInstallation', 'OpenInstallation', 'BookVisit', 'RescheduleVisit', 'FailVisit']),
  ...askable(installationCommands, ['CompleteInstallation', 'CancelInstallation']),
  ...askable(installationCommands, ['WantVisit'], at('askedAt')),
  ...askable(afterSalesCommands, ['RequestRefund', 'AmendRefund', 'AgreeToRefund', 'RefuseRefund', 'RecordRefundPaid']),
  ...askable(afterSalesCommands, ['CloseAfterSales', 'ExpectReturn', 'ReceiveReturn', 'InspectReturn', 'NameReplacement']),
  ...askable(serialCommands, ['ReceiveSerialNumber', 'IssueSerialNumber', 'ReturnSerialNumber', 'GradeSerialNumber'], at('askedAt')),
  ...defineSku,
  ...askable(catalogueCommands, ['DefineLocation', 'DefineShop'], at('definedAt')),
  ...askable(catalogueCommands, ['SetLocationAbility'], at('setAt')),
  ...askable(catalogueCommands, ['DefineListing']),
  ...publishPolicy,
]

export const askableCommands: ReadonlyMap<string, AskableCommand> = new Map(commands.map((command) => [command.type, command]))
