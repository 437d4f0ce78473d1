import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js'
import type protobuf from 'protobufjs'
import { encoderOf, protocol } from '../../../protocol/root.ts'

/** Numbers of 64 bits come as decimal text, bytes as buffers; a field that was not sent is absent, and its oneof with it. */
const asPlain: protobuf.IConversionOptions = { longs: String, oneofs: true, arrays: true, objects: true }

const decoderOf =
  (type: protobuf.Type) =>
  (bytes: Buffer): object =>
    type.toObject(type.decode(bytes), asPlain)

/** A service as the server takes it. */
export function serviceOf(name: string): ServiceDefinition {
  const { methods } = protocol.lookupService(name)
  const definitions = Object.values(methods).map((method): [string, MethodDefinition<object, object>] => {
    const request = protocol.lookupType(method.requestType)
    const response = protocol.lookupType(method.responseType)
    return [
      method.name,
      {
        path: `/${name}/${method.name}`,
        requestStream: method.requestStream ?? false,
        responseStream: method.responseStream ?? false,
        requestSerialize: encoderOf(request),
        requestDeserialize: decoderOf(request),
        responseSerialize: encoderOf(response),
        responseDeserialize: decoderOf(response),
      },
    ]
  })
  return Object.fromEntries(definitions)
}

/** A message in an envelope that says its type, as errors carry their details. */
export const packed = (type: string, message: object): { typeUrl: string; value: Uint8Array } => ({
  typeUrl: `type.googleapis.com/${type}`,
  value: protocol.lookupType(type).encode(message).finish(),
})
