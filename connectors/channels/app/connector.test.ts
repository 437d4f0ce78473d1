import { connectorContract } from '../../contract.ts'
import { app } from './connector.ts'
import { documentation } from './fields.ts'

connectorContract(app, documentation, new URL('./fixtures/', import.meta.url))
