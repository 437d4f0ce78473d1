import { type ProjectedEvent, projection } from '../projection.ts'

/** A buyer or recipient and what they ordered. Says nothing about who it is. */
export type Person = {
  personId: string
  orderCount: number
  /** The newest ones, at most 100, oldest first; all of them are in the order pool, by person. */
  orders: { orderId: string; placedAt: number }[]
  firstAt: number | null
  lastAt: number | null
  /** Null unless the keys were destroyed; then nothing else is left here. */
  forgottenAt: number | null
}

const MOST_ORDERS = 100

type PersonEvent = Extract<ProjectedEvent, { type: 'OrderPlaced' | 'PersonForgotten' }>

/** Who ordered, by person id. Name and phone lead to a person id through keyed hashes in the key store, not through here. */
export const people = projection<Person>({
  name: 'people',
  version: 1,
  indexes: [{ fields: ['lastAt'] }],
  handles: ['OrderPlaced', 'PersonForgotten'],
  keys(event) {
    const { type, data } = event as PersonEvent
    return [type === 'OrderPlaced' ? data.buyer.personId : data.personId]
  },
  evolve(document, event, personId) {
    const { type, data } = event as PersonEvent
    if (type === 'PersonForgotten') return { ...unknownPerson(personId), forgottenAt: data.forgottenAt }
    const person = document ?? unknownPerson(personId)
    if (person.forgottenAt !== null) return person
    person.orderCount += 1
    person.orders.push({ orderId: data.orderId, placedAt: data.placedAt })
    if (person.orders.length > MOST_ORDERS) person.orders.shift()
    person.firstAt = Math.min(person.firstAt ?? data.placedAt, data.placedAt)
    person.lastAt = Math.max(person.lastAt ?? data.placedAt, data.placedAt)
    return person
  },
})

const unknownPerson = (personId: string): Person => ({
  personId,
  orderCount: 0,
  orders: [],
  firstAt: null,
  lastAt: null,
  forgottenAt: null,
})
