import { type Role, roles } from '../domain/access/events.ts'

/** `open` needs no key. */
export type Access = 'open' | readonly Role[]

/** A `ledger-writer` is another ledger, which comes by the other door and asks nothing here. */
const everyone: readonly Role[] = roles.filter((role) => role !== 'ledger-writer')
const readers: readonly Role[] = ['admin', 'operator', 'finance', 'auditor']
const readersAndSenders = everyone
const operators: readonly Role[] = ['admin', 'operator']
const operatorsAndSenders: readonly Role[] = ['admin', 'operator', 'integrator']
const admins: readonly Role[] = ['admin']

/**
 * Who may ask what. A route that is not here does not start. Integrators see and send only what belongs to their channels, wherever
 * they may ask at all; personal data is shown to admins and operators alone, whatever the route.
 */
export const accessOf: Readonly<Record<string, Access>> = {
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'POST /v1/session': 'open',
  // Its messages are signed.
  'POST /v1/wms/:warehouse': 'open',
  'GET /': 'open',
  'GET /*': 'open',

  'GET /metrics': readers,
  'GET /docs': everyone,
  'GET /openapi.json': everyone,
  'GET /asyncapi.json': everyone,
  'GET /v1/session': everyone,
  'DELETE /v1/session': everyone,

  'POST /v1/channel-orders/:channel': operatorsAndSenders,
  // Signed with the secret of its reporter instead.
  'POST /v1/tms/:reporter': 'open',
  'POST /v1/commands': operators,

  'GET /v1/orders': readersAndSenders,
  'GET /v1/orders/:orderId': readersAndSenders,
  'GET /v1/order-counts': readersAndSenders,
  'GET /v1/orders/:orderId/timeline': readers,
  'GET /v1/orders/:orderId/sourcing': readers,
  'GET /v1/stock': readers,
  'GET /v1/stock/:sku': readers,
  'GET /v1/stock-summary': readers,
  'GET /v1/stock-ages': readers,
  'GET /v1/stock-movers': readers,
  'GET /v1/stock-reach': readers,
  'GET /v1/fulfilments': readers,
  'GET /v1/channel-publications': readers,
  'GET /v1/status-pushes': readers,
  'GET /v1/capacity': readers,
  'GET /v1/installations': readers,
  'GET /v1/traces': readers,
  'GET /v1/delivery-offers': readersAndSenders,
  'GET /v1/providers': readers,
  'GET /v1/coverage': readers,
  'GET /v1/after-sales/:afterSalesId': readers,
  'GET /v1/deadlines': readers,
  'GET /v1/waiting': readers,
  'GET /v1/skus': readers,
  'GET /v1/locations': readers,
  'GET /v1/shops': readers,
  'GET /v1/listings': readers,
  'GET /v1/policies': readers,
  'GET /v1/policies/:name': readers,
  'POST /v1/policies/audit/trial': readers,
  'POST /v1/quotes': readersAndSenders,
  'GET /v1/orders/:orderId/price-protection': readersAndSenders,
  'GET /v1/status': readers,
  'GET /v1/changes': readers,
  'GET /v1/events': readersAndSenders,

  'GET /v1/exceptions': readersAndSenders,
  'GET /v1/exceptions/:exceptionId': readersAndSenders,
  'POST /v1/exceptions/retry': operatorsAndSenders,
  'POST /v1/exceptions/:exceptionId/retry': operatorsAndSenders,
  'POST /v1/exceptions/:exceptionId/correct': operatorsAndSenders,
  'POST /v1/exceptions/:exceptionId/drop': operators,
  'POST /v1/traces/:traceId/retry': operators,
  'POST /v1/traces/:traceId/drop': operators,

  'GET /v1/parked': readers,
  'POST /v1/parked/retry': admins,
  'POST /v1/parked/drop': admins,

  'GET /v1/people': operators,
  'POST /v1/people/:personId/forget': admins,

  'GET /v1/keys': admins,
  'POST /v1/keys': admins,
  'DELETE /v1/keys/:keyId': admins,
  'POST /v1/admin/backup': admins,
  'POST /v1/admin/rebuild': admins,
}
