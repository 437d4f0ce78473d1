import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What is counted while requests are answered. A registry of its own, so that two servers in one process do not mix. */
export interface Counters {
  readonly registry: Registry
  readonly requests: Histogram<'method' | 'route' | 'status'>
  readonly messages: Counter<'channel' | 'outcome'>
  readonly wmsMessages: Counter<'outcome'>
  readonly commands: Counter<'type' | 'outcome'>
  readonly streams: Gauge<'stream'>
}

const seconds = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10]

export function createCounters(): Counters {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    requests: new Histogram({
      name: 'ledger_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: seconds,
      registers,
    }),
    messages: new Counter({
      name: 'ledger_channel_messages_total',
      help: 'Channel messages by what became of them',
      labelNames: ['channel', 'outcome'],
      registers,
    }),
    wmsMessages: new Counter({
      name: 'ledger_wms_messages_total',
      help: 'Messages of warehouse management systems by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    commands: new Counter({
      name: 'ledger_commands_total',
      help: 'Commands asked over HTTP: accepted, repeated, or the code of the refusal',
      labelNames: ['type', 'outcome'],
      registers,
    }),
    streams: new Gauge({ name: 'ledger_event_streams', help: 'Event streams open', labelNames: ['stream'], registers }),
  }
}
