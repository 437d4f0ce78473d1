import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import protobuf from 'protobufjs'

/** The protocol of EventStoreDB, which the door answers and the adapter asks: every message and service by its full name. */
export const protocol = protobuf.Root.fromJSON(JSON.parse(readFileSync(join(import.meta.dirname, 'descriptor.json'), 'utf8'))).resolveAll()

export const encoderOf =
  (type: protobuf.Type) =>
  (message: object): Buffer =>
    Buffer.from(type.encode(message).finish())
