import type { Fields } from '../port.ts'
import type { Database } from './database.ts'
import { damaged } from './failures.ts'

export function parsed(database: Database, id: string, text: string): Fields {
  try {
    return JSON.parse(text) as Fields
  } catch (cause) {
    throw damaged(database.file, new Error(`The body of ${id} is not JSON`, { cause }))
  }
}
