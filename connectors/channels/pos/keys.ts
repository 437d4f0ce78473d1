import type { Ticket } from './form.ts'

/** Ticket numbers start again: store, till and day belong to the key. */
const key = (...parts: readonly string[]): string => parts.join('.')

export const ticketKey = ({ storeCode, posNo, bizDate, ticketNo }: Ticket): string => key(storeCode, posNo, bizDate, ticketNo)

/** The ticket this one returns or completes; what is not said is as on this one. */
export const originalKey = (ticket: Ticket): string | null =>
  ticket.originalTicketNo === null
    ? null
    : key(
        ticket.originalStoreCode ?? ticket.storeCode,
        ticket.originalPosNo ?? ticket.posNo,
        ticket.originalBizDate ?? ticket.bizDate,
        ticket.originalTicketNo,
      )

export const originalStore = (ticket: Ticket): string => ticket.originalStoreCode ?? ticket.storeCode
