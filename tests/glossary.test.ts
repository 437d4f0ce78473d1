import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { roles } from '../domain/access/events.ts'
import { releaseReasons } from '../domain/capacity/events.ts'
import { catalogueEvents } from '../domain/catalogue/events.ts'
import { canonicalAfterSale } from '../domain/channel/canonical.ts'
import { channelEvents } from '../domain/channel/events.ts'
import { eventDefinitions } from '../domain/events.ts'
import { fulfilmentEvents } from '../domain/fulfilment/events.ts'
import { cancelReasons, failureReasons, modes, waits } from '../domain/installation/fields.ts'
import { holdReasons, orderEvents } from '../domain/order/events.ts'
import { serviceKinds } from '../domain/provider/fields.ts'
import { bearers, channels } from '../domain/shared/fields.ts'
import { milestones } from '../domain/tracking/milestones.ts'
import { orderStatuses } from '../projections/order-pool/document.ts'

const glossary = readFileSync('docs/glossary.md', 'utf8')

const wordsUsersMeet: Readonly<Record<string, readonly string[]>> = {
  events: Object.keys(eventDefinitions),
  channels,
  bearers,
  roles,
  'statuses of orders': orderStatuses,
  'reasons to hold': holdReasons,
  'reasons to cancel': orderEvents.OrderCancelled.data.shape.reason.options,
  'kinds of after-sales cases': canonicalAfterSale.shape.kind.options,
  'kinds of fulfilments': fulfilmentEvents.FulfilmentRequested.data.shape.kind.options,
  'milestones of parcels': milestones,
  'kinds of locations': catalogueEvents.LocationDefined.data.shape.kind.options,
  'reasons to release a slot': releaseReasons,
  'services of providers': serviceKinds,
  'modes of installation': modes,
  'reasons of failed visits': failureReasons,
  'reasons to cancel an installation': cancelReasons,
  'what an installation waits for': waits,
  'ends of exceptions': channelEvents.ExceptionResolved.data.shape.resolution.options,
}

test.each(Object.entries(wordsUsersMeet))('%s stand in the glossary', (_, words) => {
  expect(words.filter((word) => !glossary.includes(`\`${word}\``))).toEqual([])
})
