import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * The messages and services of the protocol as a descriptor, read off the code the official client ships for them: names, numbers and types
 * of fields are in it, though no description of its own. Enumerations are plain numbers, which is what they are on the wire.
 */

interface Field {
  readonly type: string
  readonly id: number
  readonly rule?: 'repeated'
  readonly keyType?: string
}
interface Space {
  fields?: Record<string, Field>
  oneofs?: Record<string, { oneof: string[] }>
  methods?: Record<string, object>
  nested?: Record<string, Space>
}

const files = ['shared', 'status', 'streams', 'serverfeatures', 'gossip', 'persistentsubscriptions']

const google = (fields: Record<string, Field>): Space => ({ fields })
const seconds = { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } }
const wellKnown: Record<string, Space> = {
  Any: google({ typeUrl: { type: 'string', id: 1 }, value: { type: 'bytes', id: 2 } }),
  Duration: google(seconds),
  Empty: google({}),
  Timestamp: google(seconds),
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

/** `readUint64String` reads a `uint64`. */
const scalarOf = (reader: string): string => {
  const name = lowerFirst(reader.replace(/^read(?:Packable)?/, '').replace(/String$/, '') || 'string')
  return name === 'enum' ? 'int32' : name
}

export function describeProtocol(folder: string): Space {
  const root: Space = { nested: { google: { nested: { protobuf: { nested: wellKnown } } } } }
  const texts = new Map(files.map((file) => [file, readFileSync(join(folder, `${file}_pb.js`), 'utf8')]))
  const packages = new Map([...texts].map(([file, text]) => [file, /extend\(exports, proto\.([\w.]+)\)/.exec(text)![1]!]))
  const typeOf = (named: string): string => {
    const [, file, name] = /^(\w+)_pb\.([\w.]+)$/.exec(named) ?? []
    if (file === undefined) return named.replace(/^proto/, '')
    if (file.startsWith('google_protobuf')) return `.google.protobuf.${name}`
    return `.${packages.get(file.slice(file.lastIndexOf('_') + 1))}.${name}`
  }
  for (const text of texts.values()) addMessages(root, text, typeOf)
  for (const file of files) addServices(root, readFileSync(join(folder, `${file}_grpc_pb.js`), 'utf8'), typeOf)
  return root
}

function spaceAt(root: Space, path: string): Space {
  let space = root
  for (const name of path.split('.')) {
    space.nested ??= {}
    space.nested[name] ??= {}
    space = space.nested[name]
  }
  return space
}

function addMessages(root: Space, text: string, typeOf: (named: string) => string): void {
  for (const [, path, body] of text.matchAll(/^proto\.([\w.]+)\.deserializeBinaryFromReader = ([\s\S]*?)^};/gm)) {
    const space = spaceAt(root, path!)
    space.fields = {}
    for (const [, id, code] of body!.matchAll(/case (\d+):([\s\S]*?)break;/g)) {
      const [name, field] = fieldOf(Number(id), code!, typeOf)
      space.fields[name] = field
    }
  }
  for (const [, path, name, cases] of text.matchAll(/^proto\.([\w.]+)\.(\w+)Case = \{([^}]*)\}/gm)) {
    const space = spaceAt(root, path!)
    const numbers = [...cases!.matchAll(/: (\d+)/g)].map(([, number]) => Number(number))
    const members = Object.entries(space.fields ?? {}).filter(([, { id }]) => numbers.includes(id))
    space.oneofs = { ...space.oneofs, [lowerFirst(name!)]: { oneof: members.map(([member]) => member) } }
  }
}

function fieldOf(id: number, code: string, typeOf: (named: string) => string): readonly [string, Field] {
  const [, map] = /msg\.get(\w+)Map\(\)/.exec(code) ?? []
  if (map !== undefined) return [lowerFirst(map), { keyType: 'string', type: 'string', id }]
  const [, verb, name] = /msg\.(set|add)(\w+)\(/.exec(code)!
  const [, message] = /new ([\w.]+);/.exec(code) ?? []
  const type = message === undefined ? scalarOf(/reader\.(\w+)\(/.exec(code)![1]!) : typeOf(message)
  return [lowerFirst(name!), verb === 'add' ? { rule: 'repeated', type, id } : { type, id }]
}

function addServices(root: Space, text: string, typeOf: (named: string) => string): void {
  const method =
    /path: '\/([\w.]+)\/(\w+)',\s+requestStream: (\w+),\s+responseStream: (\w+),\s+requestType: ([\w.]+),\s+responseType: ([\w.]+),/g
  for (const [, service, name, requestStream, responseStream, request, response] of text.matchAll(method)) {
    const space = spaceAt(root, service!)
    const streams = { requestStream: requestStream === 'true', responseStream: responseStream === 'true' }
    space.methods = { ...space.methods, [name!]: { requestType: typeOf(request!), responseType: typeOf(response!), ...streams } }
  }
}

/** Where the client keeps its code of the protocol. */
export const shippedFolder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('@kurrent/kurrentdb-client')), '../generated/kurrentdb/protocols/v1')

export const descriptorText = (folder: string): string => `${JSON.stringify(describeProtocol(folder), null, 1)}\n`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(join(import.meta.dirname, 'descriptor.json'), descriptorText(process.argv[2] ?? shippedFolder()))
