import type { EventOfType, EventType } from '../../../../domain/events.ts'
import type { KnownField } from './fields.ts'
import type { Name } from './language.ts'

type Told<Type extends EventType> = Name & { readonly tells: readonly (keyof EventOfType<Type>['data'] & KnownField)[] }

/** What every event is called, and which of its facts are told at a glance. */
export const eventNames: { readonly [Type in EventType]: Told<Type> } = {
  // channel
  ChannelMessageReceived: { zh: '收到渠道报文', en: 'Channel message received', tells: ['kind', 'modifiedAt', 'byteLength'] },
  ChannelMessageRejected: { zh: '报文异常', en: 'Channel message rejected', tells: ['code', 'reason'] },
  ChannelMessageCorrected: { zh: '报文已更正', en: 'Channel message corrected', tells: ['note', 'byteLength'] },
  ExceptionResolved: { zh: '异常已处理', en: 'Exception resolved', tells: ['resolution', 'outcome'] },
  // order
  OrderPlaced: { zh: '下单', en: 'Order placed', tells: ['lines', 'listFen', 'buyerFen', 'receivableFen', 'payBy'] },
  OrderRepriced: { zh: '改价', en: 'Order repriced', tells: ['listFen', 'buyerFen', 'receivableFen'] },
  PaymentDeadlineChanged: { zh: '付款期限变更', en: 'Payment deadline changed', tells: ['payBy', 'balanceDueAt', 'dueFen'] },
  DepositPaid: { zh: '定金已付', en: 'Deposit paid', tells: ['amountFen', 'method', 'paymentId', 'capturedFen'] },
  PaymentCaptured: { zh: '收款', en: 'Payment captured', tells: ['stage', 'amountFen', 'method', 'paymentId', 'capturedFen'] },
  OrderHeld: { zh: '挂起', en: 'Order held', tells: ['reason', 'detail'] },
  OrderReleased: { zh: '解除挂起', en: 'Order released', tells: ['reason'] },
  OrderAudited: { zh: '审单', en: 'Order audited', tells: ['outcome', 'matched', 'releaseAt'] },
  SourcingDecided: { zh: '寻源决策', en: 'Sourcing decided', tells: ['decision', 'candidates', 'proven'] },
  OrderSourced: { zh: '寻源完成', en: 'Order sourced', tells: ['plan'] },
  OrderBackordered: { zh: '缺货待补', en: 'Order backordered', tells: ['missing', 'dueAt'] },
  LineCancelled: { zh: '取消订单行', en: 'Line cancelled', tells: ['sku', 'quantity', 'remaining', 'buyerFen', 'reason'] },
  OrderCancelled: { zh: '取消订单', en: 'Order cancelled', tells: ['reason', 'cancelledBy', 'capturedFen'] },
  OrderReinstated: { zh: '恢复订单', en: 'Order reinstated', tells: ['sourcingAttempt'] },
  AddressChanged: { zh: '修改地址', en: 'Address changed', tells: ['channelModifiedAt'] },
  RemarksChanged: { zh: '修改备注', en: 'Remarks changed', tells: ['channelModifiedAt'] },
  ShipmentReported: { zh: '发货上报', en: 'Shipment reported', tells: ['carrier', 'waybill', 'lines'] },
  DeliveryReported: { zh: '签收上报', en: 'Delivery reported', tells: [] },
  OrderCompleted: { zh: '订单完成', en: 'Order completed', tells: [] },
  RefundCommitted: { zh: '承诺退款', en: 'Refund committed', tells: ['afterSalesId', 'buyerFen', 'freightFen', 'refundedFen', 'reason'] },
  RefundReleased: { zh: '撤销退款承诺', en: 'Refund released', tells: ['afterSalesId', 'buyerFen', 'refundedFen'] },
  ChannelVersionRecorded: { zh: '平台新版本', en: 'Channel version recorded', tells: ['rawStatus', 'channelModifiedAt'] },
  // after-sales
  RefundRequested: { zh: '申请退款', en: 'Refund requested', tells: ['kind', 'refundFen', 'freightFen', 'lines', 'reason'] },
  RefundAgreed: { zh: '平台同意退款', en: 'Refund agreed', tells: ['kind', 'refundFen', 'freightFen'] },
  RefundApproved: { zh: '退款已核准', en: 'Refund approved', tells: ['buyerFen', 'freightFen'] },
  RefundRefused: { zh: '拒绝退款', en: 'Refund refused', tells: ['code', 'reason'] },
  RefundPaid: { zh: '退款已付', en: 'Refund paid', tells: ['refundFen'] },
  AfterSalesAmended: { zh: '售后变更', en: 'After-sales amended', tells: ['refundFen', 'freightFen', 'lines', 'agreed'] },
  AfterSalesClosed: { zh: '售后关闭', en: 'After-sales closed', tells: [] },
  ReturnExpected: { zh: '待收退货', en: 'Return expected', tells: ['lines', 'waybill', 'returnedTo', 'condition'] },
  ReturnReceived: { zh: '收到退货', en: 'Return received', tells: ['location', 'units', 'receiptId'] },
  ReturnInspected: { zh: '退货质检', en: 'Return inspected', tells: ['location', 'units'] },
  AfterSalesVersionRecorded: { zh: '售后新版本', en: 'After-sales version recorded', tells: ['rawStatus', 'channelModifiedAt'] },
  // fulfilment
  FulfilmentRequested: { zh: '下达履约', en: 'Fulfilment requested', tells: ['kind', 'location', 'lines', 'promisedBy'] },
  FulfilmentAccepted: { zh: '履约接单', en: 'Fulfilment accepted', tells: ['location'] },
  FulfilmentRejected: { zh: '履约拒单', en: 'Fulfilment rejected', tells: ['location', 'reason'] },
  UnitsLacking: { zh: '缺货回告', en: 'Units lacking', tells: ['location', 'lines'] },
  ParcelPacked: { zh: '打包', en: 'Parcel packed', tells: ['parcelId', 'lines'] },
  ShipmentDispatched: { zh: '发货', en: 'Shipment dispatched', tells: ['location', 'carrier', 'waybill', 'lines'] },
  TrackingReported: { zh: '物流轨迹', en: 'Tracking reported', tells: ['status', 'shipmentId'] },
  ShipmentDelivered: { zh: '签收', en: 'Shipment delivered', tells: ['shipmentId'] },
  DeliveryRefused: { zh: '拒收', en: 'Delivery refused', tells: ['shipmentId', 'reason'] },
  FulfilmentCancelled: { zh: '履约取消', en: 'Fulfilment cancelled', tells: ['location', 'reason'] },
  // capacity of services
  CapacityOffered: { zh: '开放服务能力', en: 'Capacity offered', tells: ['provider', 'date', 'slot', 'quantity', 'bookable'] },
  SlotHeld: { zh: '占用时段', en: 'Slot held', tells: ['provider', 'date', 'slot', 'dueAt'] },
  SlotConfirmed: { zh: '确认时段', en: 'Slot confirmed', tells: ['provider', 'date', 'slot'] },
  SlotReleased: { zh: '释放时段', en: 'Slot released', tells: ['provider', 'date', 'slot', 'reason'] },
  SlotConsumed: { zh: '时段已履约', en: 'Slot consumed', tells: ['provider', 'date', 'slot'] },
  // service providers and installation
  ProviderDefined: { zh: '定义服务商', en: 'Provider defined', tells: ['provider', 'name'] },
  CoverageSet: { zh: '设置服务范围', en: 'Coverage set', tells: ['serviceKind', 'area', 'category', 'brand', 'validFrom'] },
  InstallationRequested: { zh: '申请安装', en: 'Installation requested', tells: ['mode', 'lines', 'wantedDate'] },
  InstallationOpened: { zh: '签收后可安装', en: 'Installation opened', tells: ['mode'] },
  VisitBooked: { zh: '预约上门', en: 'Visit booked', tells: ['provider', 'date', 'slot', 'visitNumber'] },
  VisitRescheduled: { zh: '改约', en: 'Visit rescheduled', tells: ['provider', 'date', 'slot', 'note'] },
  VisitFailed: { zh: '上门失败', en: 'Visit failed', tells: ['provider', 'reason', 'note', 'visitNumber'] },
  InstallationCompleted: { zh: '安装完成', en: 'Installation completed', tells: ['provider', 'units', 'visitNumber'] },
  InstallationCancelled: { zh: '取消安装', en: 'Installation cancelled', tells: ['reason', 'note'] },
  // stock
  StockReceived: { zh: '入库', en: 'Stock received', tells: ['sku', 'location', 'quantity', 'documentId'] },
  StockReserved: { zh: '预占', en: 'Stock reserved', tells: ['sku', 'location', 'quantity'] },
  ReservationReleased: { zh: '释放预占', en: 'Reservation released', tells: ['sku', 'location', 'quantity', 'remaining', 'reason'] },
  StockIssued: { zh: '出库', en: 'Stock issued', tells: ['sku', 'location', 'quantity', 'shipmentId'] },
  StockReturned: { zh: '退货入库', en: 'Stock returned', tells: ['sku', 'location', 'quantity', 'condition'] },
  StockAdjusted: { zh: '库存调整', en: 'Stock adjusted', tells: ['sku', 'location', 'difference', 'reason'] },
  StockCounted: { zh: '盘点', en: 'Stock counted', tells: ['sku', 'location', 'counted', 'difference'] },
  StockDamaged: { zh: '转残次', en: 'Stock damaged', tells: ['sku', 'location', 'quantity', 'reason'] },
  StockScrapped: { zh: '报废', en: 'Stock scrapped', tells: ['sku', 'location', 'quantity'] },
  TransferDispatched: { zh: '调拨发出', en: 'Transfer dispatched', tells: ['sku', 'location', 'to', 'quantity'] },
  TransferExpected: { zh: '调拨在途', en: 'Transfer expected', tells: ['sku', 'location', 'from', 'quantity'] },
  TransferReceived: { zh: '调拨收货', en: 'Transfer received', tells: ['sku', 'location', 'from', 'quantity', 'remaining'] },
  TransferLost: { zh: '调拨丢失', en: 'Transfer lost', tells: ['sku', 'location', 'from', 'quantity', 'remaining'] },
  SafetyStockSet: { zh: '设置安全库存', en: 'Safety stock set', tells: ['sku', 'location', 'safetyStock'] },
  ChannelQuotaSet: { zh: '设置渠道配额', en: 'Channel quota set', tells: ['sku', 'location', 'channel', 'quota', 'kind'] },
  // serial numbers
  SerialNumberReceived: { zh: '序列号入库', en: 'Serial number received', tells: ['serialNumber', 'sku', 'location', 'from'] },
  SerialNumberIssued: { zh: '序列号出库', en: 'Serial number issued', tells: ['serialNumber', 'sku', 'location'] },
  SerialNumberReturned: { zh: '序列号退回', en: 'Serial number returned', tells: ['serialNumber', 'sku', 'location'] },
  // processes
  ProcessStarted: { zh: '流程开始', en: 'Process started', tells: ['process'] },
  StepAsked: { zh: '步骤请求', en: 'Step asked', tells: ['step', 'asks'] },
  StepAnswered: { zh: '步骤答复', en: 'Step answered', tells: ['step', 'answers'] },
  Waiting: { zh: '等待', en: 'Waiting', tells: ['forWhat', 'dueAt'] },
  GivingUp: { zh: '放弃并回退', en: 'Giving up', tells: ['reason'] },
  Compensated: { zh: '已回退', en: 'Compensated', tells: [] },
  ProcessEnded: { zh: '流程结束', en: 'Process ended', tells: ['outcome'] },
  ProcessDeployed: { zh: '流程上线', en: 'Process deployed', tells: [] },
  CheckpointReached: { zh: '到达检查点', en: 'Checkpoint reached', tells: [] },
  // catalogue
  SkuDefined: { zh: '定义 SKU', en: 'SKU defined', tells: ['sku', 'name', 'category', 'brand', 'listPriceFen', 'components'] },
  LocationDefined: { zh: '定义地点', en: 'Location defined', tells: ['location', 'name', 'kind', 'active'] },
  LocationAbilitySet: { zh: '设置地点能力', en: 'Location ability set', tells: ['location'] },
  ShopDefined: { zh: '定义店铺', en: 'Shop defined', tells: ['channel', 'shop', 'name'] },
  ListingDefined: { zh: '定义铺货', en: 'Listing defined', tells: ['channel', 'shop', 'channelSku', 'sku', 'effectiveFrom'] },
  // policies
  PolicyPublished: { zh: '发布策略', en: 'Policy published', tells: ['name', 'version', 'effectiveFrom', 'note'] },
  // people and keys
  AccessKeyIssued: { zh: '发放密钥', en: 'Access key issued', tells: ['keyId', 'role', 'channels', 'label'] },
  AccessKeyRevoked: { zh: '吊销密钥', en: 'Access key revoked', tells: ['keyId'] },
  PersonForgotten: { zh: '个人已遗忘', en: 'Person forgotten', tells: ['personId'] },
}

const isKnown = (type: string): type is EventType => Object.hasOwn(eventNames, type)

/** An event that this page does not know yet is shown under its own name. */
export const eventName = (type: string): Name => (isKnown(type) ? eventNames[type] : { zh: type, en: type })
export const toldFields = (type: string): readonly KnownField[] => (isKnown(type) ? eventNames[type].tells : [])
