import type { HoldReason } from '../../../../domain/order/events.ts'
import type { Bearer, Channel } from '../../../../domain/shared/fields.ts'
import type { OrderStatus, PayStatus } from '../../../../projections/order-pool/document.ts'
import { type Name, nameIn } from './language.ts'

/** Quiet things are told by words alone; the others also by colour. */
export type Tone = 'quiet' | 'info' | 'good' | 'warn' | 'bad' | 'accent'
export type TonedName = Name & { readonly tone: Tone }

export const channelNames: Readonly<Record<Channel, Name>> = {
  taobao: { zh: '淘宝天猫', en: 'Taobao/Tmall' },
  jd: { zh: '京东', en: 'JD' },
  douyin: { zh: '抖音', en: 'Douyin' },
  pdd: { zh: '拼多多', en: 'Pinduoduo' },
  'wechat-shop': { zh: '微信小店', en: 'WeChat shop' },
  app: { zh: '品牌 App', en: 'Brand app' },
  pos: { zh: '门店 POS', en: 'POS' },
}

export const statusNames: Readonly<Record<OrderStatus, TonedName>> = {
  awaited: { zh: '待到达', en: 'Awaited', tone: 'quiet' },
  unpaid: { zh: '待付款', en: 'Unpaid', tone: 'warn' },
  depositPaid: { zh: '已付定金', en: 'Deposit paid', tone: 'warn' },
  held: { zh: '已挂起', en: 'Held', tone: 'bad' },
  backordered: { zh: '缺货待补', en: 'Backordered', tone: 'bad' },
  toShip: { zh: '待发货', en: 'To ship', tone: 'accent' },
  partShipped: { zh: '部分发货', en: 'Part shipped', tone: 'info' },
  shipped: { zh: '已发货', en: 'Shipped', tone: 'info' },
  delivered: { zh: '已签收', en: 'Delivered', tone: 'good' },
  completed: { zh: '已完成', en: 'Completed', tone: 'good' },
  cancelled: { zh: '已取消', en: 'Cancelled', tone: 'quiet' },
}

export const payNames: Readonly<Record<PayStatus, TonedName>> = {
  unpaid: { zh: '未付', en: 'Not paid', tone: 'warn' },
  depositPaid: { zh: '已付定金', en: 'Deposit paid', tone: 'warn' },
  partPaid: { zh: '部分付款', en: 'Part paid', tone: 'warn' },
  onDelivery: { zh: '货到付款', en: 'On delivery', tone: 'info' },
  paid: { zh: '已付清', en: 'Paid', tone: 'good' },
  partRefunded: { zh: '部分退款', en: 'Part refunded', tone: 'warn' },
  refunded: { zh: '已全退', en: 'Refunded', tone: 'bad' },
}

export const holdNames: Readonly<Record<HoldReason, Name>> = {
  channelHold: { zh: '平台挂起', en: 'Channel hold' },
  riskReview: { zh: '风控审核', en: 'Risk review' },
  groupBuying: { zh: '待成团', en: 'Group buying' },
  presale: { zh: '预售', en: 'Presale' },
  locked: { zh: '已锁定', en: 'Locked' },
  gift: { zh: '礼物待领', en: 'Gift' },
  addressHidden: { zh: '地址未知', en: 'Address hidden' },
  operator: { zh: '人工挂起', en: 'By operator' },
  paidAfterCancellation: { zh: '取消后付款', en: 'Paid after cancellation' },
  amountsDiffer: { zh: '金额不符', en: 'Amounts differ' },
}

export const bearerNames: Readonly<Record<Bearer, Name>> = {
  merchant: { zh: '商家', en: 'Merchant' },
  platform: { zh: '平台', en: 'Platform' },
  creator: { zh: '达人', en: 'Creator' },
  paymentChannel: { zh: '支付渠道', en: 'Payment channel' },
  bank: { zh: '银行', en: 'Bank' },
  government: { zh: '政府', en: 'Government' },
  recycler: { zh: '回收商', en: 'Recycler' },
}

/** Words of events and documents that are one of a few: stages, kinds, states, reasons. */
export const words: Readonly<Record<string, Name>> = {
  full: { zh: '全款', en: 'in full' },
  deposit: { zh: '定金', en: 'deposit' },
  balance: { zh: '尾款', en: 'balance' },
  part: { zh: '部分', en: 'part' },
  unpaid: { zh: '未付款', en: 'unpaid' },
  buyer: { zh: '买家', en: 'buyer' },
  channel: { zh: '平台', en: 'channel' },
  merchant: { zh: '商家', en: 'merchant' },
  noStock: { zh: '无货', en: 'no stock' },
  deadline: { zh: '到期', en: 'deadline' },
  operator: { zh: '操作员', en: 'operator' },
  process: { zh: '流程', en: 'process' },
  delivery: { zh: '配送', en: 'delivery' },
  storePickup: { zh: '门店自提', en: 'store pickup' },
  carryOut: { zh: '当场带走', en: 'carried out' },
  dropship: { zh: '一件代发', en: 'dropship' },
  ship: { zh: '配送', en: 'ship' },
  install: { zh: '送装', en: 'install' },
  goods: { zh: '商品', en: 'goods' },
  gift: { zh: '赠品', en: 'gift' },
  service: { zh: '服务', en: 'service' },
  freight: { zh: '运费', en: 'freight' },
  sellable: { zh: '可售', en: 'sellable' },
  damaged: { zh: '残次', en: 'damaged' },
  exclusive: { zh: '独占', en: 'exclusive' },
  shared: { zh: '共享', en: 'shared' },
  order: { zh: '订单', en: 'order' },
  afterSale: { zh: '售后', en: 'after-sale' },
  unknown: { zh: '未知', en: 'unknown' },
  normal: { zh: '普通', en: 'normal' },
  presale: { zh: '预售', en: 'presale' },
  groupBuy: { zh: '拼团', en: 'group buy' },
  trial: { zh: '试用', en: 'trial' },
  resend: { zh: '补发', en: 'resend' },
  exchange: { zh: '换货', en: 'exchange' },
  wholesale: { zh: '批发', en: 'wholesale' },
  other: { zh: '其他', en: 'other' },
  requested: { zh: '已下达', en: 'requested' },
  accepted: { zh: '已接单', en: 'accepted' },
  rejected: { zh: '已拒单', en: 'rejected' },
  packed: { zh: '已打包', en: 'packed' },
  partDispatched: { zh: '部分发出', en: 'part dispatched' },
  dispatched: { zh: '已发出', en: 'dispatched' },
  delivered: { zh: '已签收', en: 'delivered' },
  refused: { zh: '已拒收', en: 'refused' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  retried: { zh: '重试通过', en: 'retried' },
  corrected: { zh: '更正通过', en: 'corrected' },
  dropped: { zh: '已放弃', en: 'dropped' },
  placed: { zh: '已建单', en: 'placed' },
  updated: { zh: '已更新', en: 'updated' },
  duplicate: { zh: '重复', en: 'duplicate' },
  stale: { zh: '过期', en: 'stale' },
  exception: { zh: '异常', en: 'exception' },
  refundOnly: { zh: '仅退款', en: 'refund only' },
  returnAndRefund: { zh: '退货退款', en: 'return and refund' },
  cancelBeforeShip: { zh: '发货前取消', en: 'cancelled before shipping' },
  priceProtection: { zh: '价保', en: 'price protection' },
  repair: { zh: '维修', en: 'repair' },
  warehouse: { zh: '仓库', en: 'warehouse' },
  store: { zh: '门店', en: 'store' },
  supplier: { zh: '供应商', en: 'supplier' },
  transit: { zh: '在途点', en: 'in transit' },
  backorder: { zh: '缺货等待', en: 'backorder' },
  compensation: { zh: '补偿', en: 'compensation' },
  completed: { zh: '已完成', en: 'completed' },
  refunded: { zh: '已退款', en: 'refunded' },
  expected: { zh: '已预期', en: 'expected' },
  forwarded: { zh: '已转交', en: 'forwarded' },
  forgotten: { zh: '已遗忘', en: 'forgotten' },
  unmatched: { zh: '未匹配', en: 'unmatched' },
  stock: { zh: '库存', en: 'stock' },
  work: { zh: '履约', en: 'work' },
  serialNumbers: { zh: '序列号', en: 'serial numbers' },
  'after-sales': { zh: '售后', en: 'after-sales' },
  intake: { zh: '接单', en: 'intake' },
  shipment: { zh: '出库', en: 'shipment' },
  transfer: { zh: '调拨', en: 'transfer' },
  reserve: { zh: '预占', en: 'reserve' },
  record: { zh: '记录', en: 'record' },
  fulfil: { zh: '下达履约', en: 'request fulfilment' },
  deliver: { zh: '记录签收', en: 'record delivery' },
  release: { zh: '释放预占', en: 'release' },
  callOff: { zh: '召回履约', en: 'call off' },
  expire: { zh: '到期取消', en: 'expire' },
  cancel: { zh: '取消', en: 'cancel' },
  cancelUnsent: { zh: '取消未发', en: 'cancel unsent' },
  commit: { zh: '承诺退款', en: 'commit refund' },
  approve: { zh: '同意退款', en: 'approve' },
  refuse: { zh: '拒绝退款', en: 'refuse' },
  issue: { zh: '出库', en: 'issue' },
  report: { zh: '上报发货', en: 'report shipment' },
  serials: { zh: '登记序列号', en: 'serial numbers' },
  forward: { zh: '转交', en: 'forward' },
  expect: { zh: '预期到货', en: 'expect' },
  inspect: { zh: '质检', en: 'inspect' },
  receive: { zh: '收货', en: 'receive' },
  apply: { zh: '应用', en: 'apply' },
  reject: { zh: '退回', en: 'reject' },
  expired: { zh: '到期', en: 'expired' },
  moved: { zh: '改派', en: 'moved' },
  morning: { zh: '上午', en: 'morning' },
  afternoon: { zh: '下午', en: 'afternoon' },
  evening: { zh: '晚上', en: 'evening' },
  oneVisit: { zh: '送装一体', en: 'one visit' },
  twoVisits: { zh: '送装分离', en: 'two visits' },
  toHomeAndInstall: { zh: '送货并安装', en: 'delivery and installation' },
  toHome: { zh: '送货上门', en: 'delivery to the home' },
  oldUnitPickup: { zh: '取旧机', en: 'old unit pickup' },
  rescheduled: { zh: '改约', en: 'rescheduled' },
  orderCancelled: { zh: '订单已取消', en: 'order cancelled' },
  unitsReturned: { zh: '货已退回', en: 'units returned' },
  noAnswer: { zh: '无人接听', en: 'no answer' },
  wrongNumber: { zh: '号码错误', en: 'wrong number' },
  goodsNotReceived: { zh: '未收到货', en: 'goods not received' },
  notNeededYet: { zh: '暂不需要', en: 'not needed yet' },
  declined: { zh: '取消安装', en: 'declined' },
  siteNotReady: { zh: '现场不具备条件', en: 'site not ready' },
  unitDamaged: { zh: '货损', en: 'unit damaged' },
  crewAbsent: { zh: '服务人员未到', en: 'crew absent' },
  following: { zh: '实时', en: 'following' },
  building: { zh: '重建中', en: 'building' },
  stopped: { zh: '已停止', en: 'stopped' },
}

/** A word in the chosen language; as it is when there is no name for it. */
export function word(text: string): string {
  const name = Object.hasOwn(words, text) ? words[text] : undefined
  return name === undefined ? text : nameIn(name)
}

/** The reason in words when it is one of ours. */
export function holdWord(text: string): string {
  return Object.hasOwn(holdNames, text) ? nameIn(holdNames[text as HoldReason]) : text
}

export const channelWord = (channel: string): string =>
  Object.hasOwn(channelNames, channel) ? nameIn(channelNames[channel as Channel]) : channel
