import { connectorContract } from '../../contract.ts'
import { wechatShop } from './connector.ts'
import { documentation } from './fields.ts'

connectorContract(wechatShop, documentation, new URL('./fixtures/', import.meta.url))
