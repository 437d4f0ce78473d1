import type { TraceConnector } from '../port.ts'
import { kuaidi100 } from './kuaidi100.ts'

/** Every reporter of traces the ledger reads. A new one is a file and an entry here. */
export const traceConnectors: readonly TraceConnector[] = [kuaidi100]
