import { connectorContract } from '../../contract.ts'
import { taobao } from './connector.ts'
import { documentation } from './fields.ts'

connectorContract(taobao, documentation, new URL('./fixtures/', import.meta.url))
