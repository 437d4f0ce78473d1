import type { WmsConnector } from '../port.ts'
import { methodOf, readQimen } from './read.ts'
import { writeReply } from './reply.ts'
import { sendQimen } from './send.ts'
import { isSigned } from './sign.ts'

/** Warehouse management systems that speak Qimen's form, which most in China do. */
export const qimen: WmsConnector = { methodOf, read: readQimen, isSigned, writeReply, send: sendQimen }
