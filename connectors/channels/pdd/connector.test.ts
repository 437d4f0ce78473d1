import { connectorContract } from '../../contract.ts'
import { pdd } from './connector.ts'
import { documentation } from './fields.ts'

connectorContract(pdd, documentation, new URL('./fixtures/', import.meta.url))
