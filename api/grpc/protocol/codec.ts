import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js'
import protobuf from 'protobufjs'

/** The wire form of the protocol: every message by its full name, every service as the server takes it. */
const root = protobuf.Root.fromJSON(JSON.parse(readFileSync(join(import.meta.dirname, 'descriptor.json'), 'utf8'))).resolveAll()

/** Numbers of 64 bits come as decimal text, bytes as buffers; a field that was not sent is absent, and its oneof with it. */
const asPlain: protobuf.IConversionOptions = { longs: String, oneofs: true, arrays: true, objects: true }

const encode = (type: protobuf.Type, message: object): Buffer => Buffer.from(type.encode(message).finish())

const decoderOf =
  (type: protobuf.Type) =>
  (bytes: Buffer): object =>
    type.toObject(type.decode(bytes), asPlain)

export function serviceOf(name: string): ServiceDefinition {
  const { methods } = root.lookupService(name)
  const definitions = Object.values(methods).map((method): [string, MethodDefinition<object, object>] => {
    const request = root.lookupType(method.requestType)
    const response = root.lookupType(method.responseType)
    return [
      method.name,
      {
        path: `/${name}/${method.name}`,
        requestStream: method.requestStream ?? false,
        responseStream: method.responseStream ?? false,
        requestSerialize: (message) => encode(request, message),
        requestDeserialize: decoderOf(request),
        responseSerialize: (message) => encode(response, message),
        responseDeserialize: decoderOf(response),
      },
    ]
  })
  return Object.fromEntries(definitions)
}

/** A message in an envelope that says its type, as errors carry their details. */
export const packed = (type: string, message: object): { typeUrl: string; value: Uint8Array } => ({
  typeUrl: `type.googleapis.com/${type}`,
  value: root.lookupType(type).encode(message).finish(),
})
