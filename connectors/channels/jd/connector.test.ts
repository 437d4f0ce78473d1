import { connectorContract } from '../../contract.ts'
import { jd } from './connector.ts'
import { documentation } from './fields.ts'

connectorContract(jd, documentation, new URL('./fixtures/', import.meta.url))
