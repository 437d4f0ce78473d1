import type { MessageOf, PushMessage } from '../domain/publishing/messages.ts'
import { type PushedStatus, pushedStatuses } from '../domain/publishing/statuses.ts'
import type { Channel } from '../domain/shared/fields.ts'

/** What a channel takes from the seller, and by what. */
interface Told<Kind extends PushMessage['kind']> {
  readonly by: string
  /** Left out: always. */
  readonly only?: { readonly said: string; readonly holds: (message: MessageOf<Kind>) => boolean }
}

/** What it is not told, why not, and where that can be seen. */
interface NotTold {
  readonly because: string
  readonly source: string
}

export type ToldOfChannel = {
  readonly [Kind in 'stock' | PushedStatus]: Told<Kind> | NotTold
}

type Kind = MessageOf<'refundAgreed'>['afterSalesKind']
type OfCase = { readonly afterSalesKind: Kind }
const ofKinds = <Message extends OfCase>(said: string, ...kinds: readonly Kind[]) => ({
  said,
  holds: ({ afterSalesKind }: Message) => kinds.includes(afterSalesKind),
})
const unpaidReturns = (said: string, ...kinds: readonly Kind[]) => ({
  said: `${said}, while its money has not gone back`,
  holds: ({ afterSalesKind, isPaid }: MessageOf<'returnInspected'>) => kinds.includes(afterSalesKind) && !isPaid,
})

const byCarriers = 'it follows the waybill at the carrier itself'
const paysItself = 'it pays refunds itself, and has nothing to take for money paid past it'
const oneWord = 'it takes one word on a return and pays on it, so that is said once the units were looked at'

/**
 * What every channel is told, status by status; a status it is not told says why. One table: what is sent is read from it, and so is the
 * one in docs/channels.md.
 */
export const told: { readonly [Name in Channel]: ToldOfChannel } = {
  taobao: {
    stock: { by: '`taobao.item.quantity.update`' },
    shipped: { by: '`taobao.logistics.offline.send`' },
    delivered: { because: byCarriers, source: 'logistics methods of its open platform: a seller sends, and reads traces' },
    installed: {
      because: 'the service provider reports the work card of Tmall services, whose number no order names',
      source: '`tmall.servicecenter.workcard.*`',
    },
    closed: {
      by: '`taobao.trade.close`',
      only: {
        said: 'unpaid orders, not at their deadline: then it closes them itself',
        holds: ({ isPaid, cancelledBy }) => isPaid === false && cancelledBy !== 'deadline',
      },
    },
    refundAgreed: {
      by: '`taobao.rp.refunds.agree`, of a return `taobao.rp.returngoods.agree`',
      only: ofKinds('refunds and returns', 'cancelBeforeShip', 'refundOnly', 'intercept', 'rejectedDelivery', 'returnAndRefund'),
    },
    refundRefused: {
      by: '`taobao.refund.refuse`',
      only: ofKinds('refunds and returns', 'refundOnly', 'intercept', 'rejectedDelivery', 'returnAndRefund'),
    },
    returnReceived: { because: oneWord, source: '`taobao.nextone.logistics.warehouse.update` knows one status' },
    returnInspected: {
      by: '`taobao.nextone.logistics.warehouse.update`',
      only: unpaidReturns('returns', 'returnAndRefund', 'rejectedDelivery'),
    },
    refundPaid: { because: paysItself, source: 'refund methods of its open platform' },
  },
  jd: {
    stock: { by: '`jingdong.stock.write.updateSkuStock`' },
    shipped: { by: '`jingdong.pop.order.shipment`' },
    delivered: { because: byCarriers, source: 'order methods of JOS for POP' },
    installed: { because: 'JD has it from whoever installs', source: 'order methods of JOS for POP' },
    closed: {
      because: 'orders come to a POP seller paid, and end by refunds',
      source: '`jingdong.pop.order.search` shows no unpaid order',
    },
    refundAgreed: {
      by: '`jingdong.pop.afs.soa.refundapply.replyRefund`',
      only: ofKinds('refunds before the order left; a service after that is judged with codes the ledger has none of', 'cancelBeforeShip'),
    },
    refundRefused: {
      by: '`jingdong.pop.afs.soa.refundapply.replyRefund`',
      only: ofKinds('refunds before the order left; a service after that is judged with codes the ledger has none of', 'cancelBeforeShip'),
    },
    returnReceived: {
      because: 'it wants codes of packing, function, looks, invoice and accessories, by hand',
      source: '`jingdong.asc.receive.register`',
    },
    returnInspected: {
      because: 'it wants codes of packing, function, looks, invoice and accessories, by hand',
      source: '`jingdong.asc.receive.register`',
    },
    refundPaid: { because: paysItself, source: '`jingdong.asc.*`' },
  },
  douyin: {
    stock: { by: '`sku.syncStock`' },
    shipped: { by: '`order.logisticsAdd`, in parts `order.logisticsAddMultiPack`' },
    delivered: { because: byCarriers, source: 'logistics methods of its open platform' },
    installed: { because: 'the need stands on the order, and nothing takes what came of it', source: 'order methods of its open platform' },
    closed: { because: 'it closes unpaid orders itself, and paid ones end by refunds', source: 'order methods of its open platform' },
    refundAgreed: {
      by: '`afterSale.operate`: 101 a return, 201 a refund, 203 a rejected delivery, 301 an exchange',
      only: ofKinds(
        'refunds, returns and exchanges',
        'cancelBeforeShip',
        'refundOnly',
        'intercept',
        'rejectedDelivery',
        'returnAndRefund',
        'exchange',
      ),
    },
    refundRefused: {
      by: '`afterSale.operate`: 102 a return, 202 a refund, 302 an exchange, 112 and 312 once units are back',
      only: ofKinds('refunds, returns and exchanges', 'refundOnly', 'intercept', 'returnAndRefund', 'exchange'),
    },
    returnReceived: { because: oneWord, source: '`afterSale.operate`: the second look at a return' },
    returnInspected: { by: '`afterSale.operate`: 111', only: unpaidReturns('returns', 'returnAndRefund') },
    refundPaid: { because: paysItself, source: 'after-sales methods of its open platform' },
  },
  pdd: {
    stock: { by: '`pdd.goods.quantity.update`' },
    shipped: { by: '`pdd.logistics.online.send`, parcels after the first `pdd.order.upload.extra.logistics`' },
    delivered: { because: byCarriers, source: 'logistics methods of its open platform' },
    installed: { because: 'the need stands on the order, and nothing takes what came of it', source: 'order methods of its open platform' },
    closed: {
      because: 'it shows orders once their group is complete and paid, and they end by refunds',
      source: '`pdd.order.information.get`',
    },
    refundAgreed: {
      by: '`pdd.refund.agree`, of a return `pdd.refund.returngoods.agree`',
      only: ofKinds('refunds and returns', 'cancelBeforeShip', 'refundOnly', 'intercept', 'rejectedDelivery', 'returnAndRefund'),
    },
    refundRefused: {
      because: 'its open platform has no method for it: sellers refuse in its own pages, with evidence',
      source: 'after-sales methods of its open platform: agree, agree to a return, returned, exchange sent',
    },
    returnReceived: { because: oneWord, source: '`pdd.nextone.logistics.warehouse.update`: returned, or not' },
    returnInspected: {
      by: '`pdd.nextone.logistics.warehouse.update`',
      only: unpaidReturns('returns', 'returnAndRefund', 'rejectedDelivery'),
    },
    refundPaid: { because: paysItself, source: 'after-sales methods of its open platform' },
  },
  'wechat-shop': {
    stock: { by: '`channels/ec/product/stock/update`' },
    shipped: { by: '`channels/ec/order/delivery/send`' },
    delivered: { because: byCarriers, source: 'order methods of the shop' },
    installed: { because: 'nothing takes it', source: 'order methods of the shop' },
    closed: { because: 'it closes unpaid orders itself, and paid ones end by refunds', source: 'order methods of the shop' },
    refundAgreed: {
      by: '`channels/ec/aftersale/acceptapply`',
      only: ofKinds('refunds and returns', 'cancelBeforeShip', 'refundOnly', 'returnAndRefund'),
    },
    refundRefused: {
      by: '`channels/ec/aftersale/rejectapply`',
      only: ofKinds('refunds and returns', 'cancelBeforeShip', 'refundOnly', 'returnAndRefund'),
    },
    returnReceived: { because: oneWord, source: '`channels/ec/aftersale/acceptapply`: received and to be paid' },
    returnInspected: { by: '`channels/ec/aftersale/acceptapply`', only: unpaidReturns('returns', 'returnAndRefund') },
    refundPaid: {
      because: 'it takes pictures of a transfer, and only where its own payment failed',
      source: '`channels/ec/aftersale/uploadrefundcertificate`',
    },
  },
  app: {
    stock: { by: '`stock`' },
    shipped: { by: '`shipped`' },
    delivered: { by: '`delivered`' },
    installed: { by: '`installed`' },
    closed: { by: '`closed`' },
    refundAgreed: { by: '`refundAgreed`' },
    refundRefused: { by: '`refundRefused`' },
    returnReceived: { by: '`returnReceived`' },
    returnInspected: { by: '`returnInspected`' },
    refundPaid: { by: '`refundPaid`' },
  },
  pos: all({ because: 'a till tells, and is told nothing: goods and money change hands at it', source: 'its tickets' }),
}

function all(notTold: NotTold): ToldOfChannel {
  return Object.fromEntries(['stock' as const, ...pushedStatuses].map((kind) => [kind, notTold])) as unknown as ToldOfChannel
}

export const takenOf = (ofChannel: ToldOfChannel): readonly PushedStatus[] => pushedStatuses.filter((status) => 'by' in ofChannel[status])

/** Whether a channel takes such a thing of this very order or case. */
export function concerns(ofChannel: ToldOfChannel, message: PushMessage): boolean {
  const each = ofChannel[message.kind] as Told<typeof message.kind> | NotTold
  return 'by' in each && (each.only?.holds(message as never) ?? true)
}
