import { connectorContract } from '../../contract.ts'
import { pos } from './connector.ts'
import { documentation } from './fields.ts'

connectorContract(pos, documentation, new URL('./fixtures/', import.meta.url))
