import type {
  DeliveryConfirm,
  LackReport,
  ProcessReport,
  ReturnConfirm,
  StockReport,
  WmsMessage,
  WmsReading,
} from '../../domain/wms/canonical.ts'
import { id, optionalId, optionalLocalTime, optionalText, text } from '../shared/fields.ts'
import { object, type Problem, type Source, sourceOf } from '../shared/source.ts'
import { countedUnits, elements, gramsOfKilograms, isSellable, units, unitsOf } from './fields.ts'
import { parseXml } from './xml.ts'

/** What a Qimen system may call of us, by its method without the name of the platform. */
const readers: Readonly<Record<string, (request: Source) => WmsMessage>> = {
  'deliveryorder.confirm': readDeliveryConfirm,
  'orderprocess.report': readProcessReport,
  'itemlack.report': readLackReport,
  'inventory.report': readInventoryReport,
  'stockchange.report': readStockChange,
  'returnorder.confirm': readReturnConfirm,
}

export const qimenMethods: readonly string[] = Object.keys(readers)

/** `taobao.qimen.deliveryorder.confirm` and `deliveryorder.confirm` are one method. */
export const methodOf = (given: string): string =>
  given
    .trim()
    .toLowerCase()
    .replace(/^taobao\.qimen\./, '')

/** Reads one message in Qimen form. Pure; never throws. */
export function readQimen(method: string, body: string): WmsReading {
  const read = Object.hasOwn(readers, method) ? readers[method] : undefined
  if (read === undefined) return unparsable({ path: 'method', expected: `one of ${qimenMethods.join(', ')}` })
  const request = parseXml(body, 'request')
  if (request === null) return unparsable({ path: '$', expected: 'one XML document whose root is request' })
  const source = sourceOf(request, '')
  const message = read(source)
  const [problem] = source.problems
  return problem === undefined ? { ok: true, message } : unparsable(problem)
}

const unparsable = ({ path, expected }: Problem): WmsReading => ({
  ok: false,
  code: 'UNPARSABLE',
  reason: `${path} cannot be read: expected ${expected}; correct the message, or have the warehouse send it again`,
  details: { path },
})

/** Said of a part delivery, whatever else the message says. */
const partStatuses = new Set(['PARTDELIVERED', 'PARTFULFILLED'])

function readDeliveryConfirm(request: Source): DeliveryConfirm {
  const order = object(request, 'deliveryOrder')
  const status = optionalText(order, 'status')?.trim() ?? null
  return {
    kind: 'deliveryConfirm',
    orderCode: id(order, 'deliveryOrderCode'),
    messageNumber: optionalId(order, 'outBizCode'),
    status,
    isFinal: optionalText(order, 'confirmType')?.trim() !== '1' && !partStatuses.has(status ?? ''),
    confirmedAt: optionalLocalTime(order, 'orderConfirmTime') ?? optionalLocalTime(order, 'operateTime'),
    packages: elements(request, 'packages', 'package').map((box) => ({
      carrier: optionalId(box, 'logisticsCode'),
      waybill: optionalId(box, 'expressCode'),
      weightGrams: gramsOfKilograms(optionalText(box, 'weight')),
      units: elements(box, 'items', 'item').map((item) => unitsOf(item, 'quantity')),
    })),
    lines: elements(request, 'orderLines', 'orderLine').map((line) => unitsOf(line, 'actualQty')),
  }
}

function readProcessReport(request: Source): ProcessReport {
  const process = object(request, 'process')
  return {
    kind: 'processReport',
    orderCode: id(object(request, 'order'), 'orderCode'),
    status: text(process, 'processStatus').trim(),
    reportedAt: optionalLocalTime(process, 'operateTime'),
  }
}

function readLackReport(request: Source): LackReport {
  return {
    kind: 'lackReport',
    orderCode: id(request, 'deliveryOrderCode'),
    messageNumber: optionalId(request, 'outBizCode'),
    lines: elements(request, 'items', 'item').map((item) => ({ sku: id(item, 'itemCode'), quantity: countedUnits(item, 'lackQty') })),
  }
}

const differenceOf = (item: Source) => ({
  sku: id(item, 'itemCode'),
  isSellable: isSellable(item),
  difference: units(item, 'quantity'),
})

function readInventoryReport(request: Source): StockReport {
  return {
    kind: 'stockReport',
    messageNumber: optionalId(request, 'outBizCode') ?? optionalId(request, 'checkOrderCode'),
    changedAt: optionalLocalTime(request, 'checkTime'),
    items: elements(request, 'items', 'item').map((item) => ({ ...differenceOf(item), documentNumber: null, orderType: null })),
  }
}

/** Each item has its own number and time. */
function readStockChange(request: Source): StockReport {
  const items = elements(request, 'items', 'item')
  return {
    kind: 'stockReport',
    messageNumber: optionalId(request, 'outBizCode'),
    changedAt: items.map((item) => optionalLocalTime(item, 'changeTime')).find((at) => at !== null) ?? null,
    items: items.map((item) => ({
      ...differenceOf(item),
      documentNumber: optionalId(item, 'outBizCode') ?? optionalId(item, 'orderCode'),
      orderType: optionalText(item, 'orderType')?.trim().toUpperCase() ?? null,
    })),
  }
}

function readReturnConfirm(request: Source): ReturnConfirm {
  const order = object(request, 'returnOrder')
  return {
    kind: 'returnConfirm',
    orderCode: id(order, 'returnOrderCode'),
    messageNumber: optionalId(order, 'outBizCode'),
    confirmedAt: optionalLocalTime(order, 'orderConfirmTime'),
    lines: elements(request, 'orderLines', 'orderLine').map((line) => ({ ...unitsOf(line, 'actualQty'), isSellable: isSellable(line) })),
  }
}
