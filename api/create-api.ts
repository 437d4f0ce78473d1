import fastifyCookie from '@fastify/cookie'
import fastifySwagger from '@fastify/swagger'
import fastify, { LogController } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { createSecretVerifier } from '../commands/access/verifier.ts'
import { createForgetting } from '../commands/personal/forgetting.ts'
import { createQuoter } from '../commands/quoting/quoter.ts'
import type { App } from './app.ts'
import { requireKeys } from './auth/authenticate.ts'
import { createSessions } from './auth/sessions.ts'
import { type ApiLimits, defaultApiLimits } from './limits.ts'
import { createEventHub } from './live/event-hub.ts'
import { createOpenStreams } from './live/open-streams.ts'
import { loggerOf, logRequests } from './log.ts'
import { createCounters } from './metrics/counters.ts'
import { registerLedgerGauges } from './metrics/ledger-gauges.ts'
import { explain, forLog, Problem } from './problem.ts'
import { createPastStock } from './reading/past-stock.ts'
import { createOpenModel } from './reading/read-model.ts'
import { createOpenStock } from './reading/stock-at.ts'
import { adminRoutes } from './routes/admin.ts'
import { afterSalesRoutes } from './routes/after-sales.ts'
import { capacityRoutes } from './routes/capacity.ts'
import { changeRoutes } from './routes/changes.ts'
import { channelOrderRoutes } from './routes/channel-orders.ts'
import { commandRoutes } from './routes/commands.ts'
import { deliveryOfferRoutes } from './routes/delivery-offers.ts'
import { documentRoutes } from './routes/documents.ts'
import { eventRoutes } from './routes/events.ts'
import { exceptionRoutes } from './routes/exceptions.ts'
import { healthRoutes } from './routes/health.ts'
import { keyRoutes } from './routes/keys.ts'
import { listRoutes } from './routes/lists.ts'
import { orderCountRoutes } from './routes/order-counts.ts'
import { orderRoutes } from './routes/orders.ts'
import { parkedRoutes } from './routes/parked.ts'
import { peopleRoutes } from './routes/people.ts'
import { policyRoutes } from './routes/policies.ts'
import { quoteRoutes } from './routes/quotes.ts'
import { sessionRoutes } from './routes/session.ts'
import { sourcingRoutes } from './routes/sourcing.ts'
import { statusRoutes } from './routes/status.ts'
import { stockRoutes } from './routes/stock.ts'
import { stockAgeRoutes } from './routes/stock-ages.ts'
import { stockReachRoutes } from './routes/stock-reach.ts'
import { stockSummaryRoutes } from './routes/stock-summary.ts'
import { timelineRoutes } from './routes/timeline.ts'
import { traceRoutes } from './routes/traces.ts'
import { unreadableTraceRoutes } from './routes/unreadable-traces.ts'
import { wmsRoutes } from './routes/wms.ts'
import type { ApiOptions } from './services.ts'
import { servePage } from './static-page.ts'
import { createStoreHealth, type StoreHealth } from './store-health.ts'
import { refuseUnknownParameters } from './strict-queries.ts'

const version = '1'

/** The HTTP API of a ledger, ready to listen. `close` answers what is being answered, ends event streams, and takes nothing more. */
export async function createApi(options: ApiOptions): Promise<App> {
  const limits: ApiLimits = { ...defaultApiLimits, ...options.limits }
  const { clock } = options.ledger.settings
  const app = bareApp(options, limits)
  const health = createStoreHealth(clock)
  await describe(app)
  await app.register(fastifyCookie)
  answerFailures(app, health)
  logRequests(app)
  await addRoutes(app, options, limits, health)
  await app.ready()
  return app
}

function bareApp({ log, logLevel = 'info', checkAnswers = false }: ApiOptions, limits: ApiLimits): App {
  const app = fastify({
    logger: loggerOf(log, logLevel),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    trustProxy: 'loopback',
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 1_000 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(checkAnswers ? serializerCompiler : () => (data) => JSON.stringify(data))
  return app as unknown as App
}

async function describe(app: App): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'order-ledger', version, description: 'Orders and stock of every channel, as events.' },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
    transform: jsonSchemaTransform,
  })
}

function answerFailures(app: App, health: StoreHealth): void {
  app.setErrorHandler((failure, request, reply) => {
    health.notice(failure)
    const { status, body, unexpected } = explain(failure)
    if (unexpected) request.log.error({ ...forLog(failure), errorId: body.errorId }, 'a request failed')
    if (status === 413) void reply.header('connection', 'close')
    if (status === 401) void reply.header('www-authenticate', 'Bearer realm="order-ledger"')
    if (status === 429 || status === 503) void reply.header('retry-after', '1')
    return reply.code(status).type('application/problem+json; charset=utf-8').serializer(JSON.stringify).send(body)
  })
  app.setNotFoundHandler(() => {
    throw new Problem('NOT_FOUND')
  })
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer')
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store')
  })
}

async function addRoutes(app: App, options: ApiOptions, limits: ApiLimits, health: StoreHealth): Promise<void> {
  const { ledger, processes, scratch } = options
  const counters = createCounters()
  const openModel = createOpenModel(ledger, limits.waitMs)
  const pastStock = createPastStock({ events: ledger.events, scratch, waitMs: limits.viewWaitMs })
  const openStock = createOpenStock(ledger.events, openModel, pastStock)
  const hub = createEventHub(ledger.events, (failure) => app.log.error(forLog(failure), 'following the log was interrupted'))
  const streams = createOpenStreams(limits.streams)
  const live = { limits, counters, streams }
  const authentication = {
    bus: ledger.bus,
    verify: createSecretVerifier(),
    sessions: createSessions(ledger.hashKeys, ledger.settings.clock, limits.sessionMs),
  }
  registerLedgerGauges(counters.registry, ledger, processes)
  requireKeys(app, authentication)
  refuseUnknownParameters(app, ['/v1/channel-orders/:channel', '/v1/tms/:reporter', '/v1/wms/:warehouse'])
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    counters.requests.observe({ method, route: routeOptions.url ?? 'unknown', status: reply.statusCode }, reply.elapsedTime / 1_000)
  })
  app.addHook('preClose', async () => {
    streams.endAll('the server stops; resume after the last id')
    await hub.stop()
  })
  app.addHook('onClose', () => pastStock.close())

  healthRoutes(app, ledger, processes, health, counters)
  parkedRoutes(app, ledger)
  statusRoutes(app, ledger, processes, openModel)
  adminRoutes(app, options)
  if (options.onlyOperation === true) return
  sessionRoutes(app, authentication)
  orderRoutes(app, options, openModel)
  orderCountRoutes(app, ledger, openModel)
  timelineRoutes(app, ledger, openModel)
  sourcingRoutes(app, ledger, openModel)
  stockRoutes(app, options, openModel, openStock)
  stockSummaryRoutes(app, openStock)
  stockAgeRoutes(app, ledger, openStock)
  stockReachRoutes(app, openStock, openModel)
  capacityRoutes(app, options, openModel)
  deliveryOfferRoutes(app, ledger)
  listRoutes(app, openModel)
  afterSalesRoutes(app, ledger)
  exceptionRoutes(app, ledger, openModel)
  unreadableTraceRoutes(app, ledger)
  policyRoutes(app, ledger, openModel)
  quoteRoutes(app, openModel, createQuoter(ledger), ledger)
  commandRoutes(app, ledger, counters)
  keyRoutes(app, ledger, openModel)
  peopleRoutes(app, ledger, createForgetting({ ...ledger, clock: ledger.settings.clock }), openModel)
  eventRoutes(app, ledger, hub, live)
  changeRoutes(app, ledger, live)
  documentRoutes(app, version)
  await app.register(async (door) => traceRoutes(door as unknown as App, ledger, limits))
  await app.register(async (door) => channelOrderRoutes(door as unknown as App, ledger, limits, counters))
  await app.register(async (door) => wmsRoutes(door as unknown as App, ledger, limits, counters))
  await servePage(app, options.page)
}
