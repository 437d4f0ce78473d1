import type { Wide } from '../protocol/messages.ts'

/** The first three have these numbers on the wire, too. */
const strategies = ['DispatchToSingle', 'RoundRobin', 'Pinned', 'PinnedByCorrelation'] as const

/** How a group delivers. Times are milliseconds. */
export interface GroupSettings {
  readonly resolveLinks: boolean
  readonly extraStatistics: boolean
  readonly maxRetryCount: number
  readonly messageTimeoutMs: number
  readonly checkpointAfterMs: number
  readonly minCheckpointCount: number
  readonly maxCheckpointCount: number
  /** 0 for any number. */
  readonly maxSubscriberCount: number
  readonly liveBufferSize: number
  readonly readBatchSize: number
  readonly historyBufferSize: number
  readonly strategy: (typeof strategies)[number]
}

export interface SettingsMessage {
  readonly resolveLinks?: boolean
  /** Where older clients say where a group on a stream begins. */
  readonly revision?: string
  readonly extraStatistics?: boolean
  readonly maxRetryCount?: number
  readonly minCheckpointCount?: number
  readonly maxCheckpointCount?: number
  readonly maxSubscriberCount?: number
  readonly liveBufferSize?: number
  readonly readBatchSize?: number
  readonly historyBufferSize?: number
  readonly namedConsumerStrategy?: number
  readonly messageTimeoutMs?: number
  readonly messageTimeoutTicks?: Wide
  readonly checkpointAfterMs?: number
  readonly checkpointAfterTicks?: Wide
  readonly consumerStrategy?: string
}

const ticks = (value: Wide | undefined): number => Number(value ?? 0) / 10_000

/** In words why not, when the settings contradict each other. */
export function settingsOf(message: SettingsMessage): GroupSettings | string {
  const { readBatchSize = 0, historyBufferSize = 0, liveBufferSize = 0, maxRetryCount = 0, maxSubscriberCount = 0 } = message
  const { minCheckpointCount = 0, maxCheckpointCount = 0, namedConsumerStrategy = 0, consumerStrategy = '' } = message
  const strategy = strategies.find((each) => each === consumerStrategy) ?? strategies[namedConsumerStrategy]
  const messageTimeoutMs = message.messageTimeoutMs ?? ticks(message.messageTimeoutTicks)
  const checkpointAfterMs = message.checkpointAfterMs ?? ticks(message.checkpointAfterTicks)
  const numbers = {
    readBatchSize,
    historyBufferSize,
    liveBufferSize,
    maxRetryCount,
    maxSubscriberCount,
    minCheckpointCount,
    maxCheckpointCount,
  }
  for (const [name, value] of Object.entries({ ...numbers, messageTimeoutMs, checkpointAfterMs })) {
    if (value < 0) return `${name} is not below 0`
  }
  if (strategy === undefined || (consumerStrategy !== '' && strategy !== consumerStrategy))
    return `${consumerStrategy} is no consumer strategy here`
  if (readBatchSize < 1) return 'readBatchSize is at least 1'
  if (historyBufferSize < 1 || liveBufferSize < 1) return 'buffers hold at least one event'
  if (readBatchSize >= historyBufferSize) return 'readBatchSize is below historyBufferSize'
  if (maxCheckpointCount < minCheckpointCount) return 'checkPointUpperBound is not below checkPointLowerBound'
  const { resolveLinks = false, extraStatistics = false } = message
  return { ...numbers, resolveLinks, extraStatistics, messageTimeoutMs, checkpointAfterMs, strategy }
}
