import type { EventOfType, EventType } from '../domain/events.ts'

type Causes = { readonly [Type in EventType]?: (data: EventOfType<Type>['data']) => string | null }

/** What went wrong on the way to the buyer, by the events that tell of it. */
const causes: Causes = {
  ChannelMessageRejected: ({ code }) => `message.${code}`,
  WmsMessageRejected: ({ code }) => `message.${code}`,
  OrderCancelled: ({ reason, cancelledBy }) => (cancelledBy === 'process' && reason === 'noStock' ? 'outOfStock' : null),
  FulfilmentRejected: () => 'rejected',
  FulfilmentExpired: () => 'notAcceptedInTime',
  UnitsLacking: () => 'lacking',
  CallOffRefused: () => 'callOffRefused',
  WmsCallAnswered: ({ outcome }) =>
    outcome === 'taken' ? null : outcome === 'refused' ? 'warehouseSystemRefused' : 'warehouseSystemUnanswered',
  WmsReturnCallAnswered: ({ outcome }) =>
    outcome === 'taken' ? null : outcome === 'refused' ? 'warehouseSystemRefused' : 'warehouseSystemUnanswered',
  WmsOrderOverdue: () => 'warehouseSystemOverdue',
  TraceUnreadable: () => 'traceUnreadable',
  TraceUnmatched: () => 'traceUnmatched',
  DeliveryRefused: () => 'parcelRefused',
  VisitFailed: ({ reason }) => `visitFailed.${reason}`,
  InstallationStalled: ({ waitedFor }) => `stalled.${waitedFor}`,
  InstallationCancelled: ({ reason }) => (reason === 'buyer' ? 'installationDeclined' : null),
  RefundRequested: ({ kind }) =>
    kind === 'exchange' ? 'exchanged' : kind === 'intercept' ? 'intercepted' : kind === 'resend' ? 'parcelLost' : null,
  ReturnOverdue: () => 'returnOverdue',
  RefundRefused: ({ code }) => `refundRefused.${code}`,
}

export const typesWithCauses = Object.keys(causes) as readonly EventType[]

export const causeOf = (type: string, data: never): string | null => causes[type as EventType]?.(data) ?? null
