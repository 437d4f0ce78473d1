import { connectorContract } from '../../contract.ts'
import { douyin } from './connector.ts'
import { documentation } from './fields.ts'

connectorContract(douyin, documentation, new URL('./fixtures/', import.meta.url))
