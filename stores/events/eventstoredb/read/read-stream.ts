import type { ReadStreamOptions, RecordedEvent } from '../../port.ts'
import type { ReadServices } from '../services.ts'
import { paged } from './paging.ts'
import { monotone } from './recorded.ts'
import { resuming } from './resuming.ts'

export async function* readStream(
  services: ReadServices,
  stream: string,
  options: ReadStreamOptions = {},
): AsyncGenerator<readonly RecordedEvent[]> {
  services.assertOpen()
  const { direction = 'forwards', maxCount } = options
  const isBackwards = direction === 'backwards'
  const start = options.from ?? (isBackwards ? 'end' : 0)
  let remaining = maxCount ?? Number.POSITIVE_INFINITY
  if (remaining <= 0) return
  const from = (place: number | 'end') => {
    if (typeof place === 'number' && place < 0) return nothing()
    return services.reads.stream(stream, { direction, from: place, ...(maxCount === undefined ? {} : { count: remaining }) })
  }
  const behind = ({ revision }: RecordedEvent): number => revision + (isBackwards ? -1 : 1)
  const steady = monotone(direction)
  for await (const page of paged(resuming<number | 'end'>(start, from, behind, services.resuming), services.page)) {
    services.assertOpen()
    remaining -= page.length
    yield page.map(steady)
  }
}

async function* nothing(): AsyncGenerator<readonly RecordedEvent[]> {}
