import { test } from 'vitest'
import { agrees } from '../shared/testing/agreement.ts'
import { orderAggregate } from './order.ts'
import { orderModel } from './testing/model.ts'
import { alterCommand, baseOrderOf, randomCommands } from './testing/random-commands.ts'

const orders = 20

test.each(Array.from({ length: orders }, (_, number) => number))('an order does what an order on paper does (order %i)', (number) => {
  agrees({
    aggregate: orderAggregate,
    model: orderModel,
    command: randomCommands(baseOrderOf(number)),
    alter: alterCommand,
    runs: 1_000 / orders,
  })
})
