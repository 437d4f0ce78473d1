import { useEffect } from 'preact/hooks'
import { Failure, onSessionEnded } from '../api/http.ts'
import { fetchSession } from '../api/session.ts'
import { ExceptionsScreen } from '../exceptions/exceptions-screen.tsx'
import { FulfilmentsScreen } from '../fulfilments/fulfilments-screen.tsx'
import { nameIn } from '../language/language.ts'
import { OrderScreen } from '../order/order-screen.tsx'
import { OrdersScreen } from '../orders/orders-screen.tsx'
import { FailureNotice } from '../parts/notice.tsx'
import { PoliciesScreen } from '../policies/policies-screen.tsx'
import { address } from '../state/address.ts'
import { loadCatalogue } from '../state/catalogue.ts'
import { followChanges, useChanges } from '../state/live.ts'
import { useLoaded } from '../state/load.ts'
import { endSession, session } from '../state/session.ts'
import { StatusScreen } from '../status/status-screen.tsx'
import { StockScreen } from '../stock/stock-screen.tsx'
import { VisitsScreen } from '../visits/visits-screen.tsx'
import { screenOf, screens } from './screens.ts'
import { SignIn } from './sign-in.tsx'
import { TopBar } from './top-bar.tsx'

onSessionEnded(endSession)

async function knownSession(): Promise<null> {
  try {
    session.value = await fetchSession()
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.status !== 401) throw cause
    endSession()
  }
  return null
}

export function App() {
  const asked = useLoaded('session', knownSession)
  const who = session.value
  if (who === null) return <SignIn />
  if (who === undefined) return asked.failure === null ? null : <FailureNotice failure={asked.failure} retry={asked.reload} />
  return <SignedIn />
}

function SignedIn() {
  useEffect(() => followChanges(), [])
  useEffect(() => void loadCatalogue(), [])
  useChanges(['skus', 'locations', 'shops'], () => void loadCatalogue())
  const { path } = address.value
  const screen = screenOf(path)
  const subject = path[1]
  useEffect(() => {
    document.title = [screen === 'orders' && subject !== undefined ? subject : nameIn(screens[screen]), 'order-ledger'].join(' · ')
  })
  return (
    <>
      <TopBar screen={screen} />
      <main id="main" class="main" tabIndex={-1}>
        {screen === 'orders' && (subject === undefined ? <OrdersScreen /> : <OrderScreen key={subject} orderId={subject} />)}
        {screen === 'stock' && <StockScreen />}
        {screen === 'fulfilments' && <FulfilmentsScreen />}
        {screen === 'visits' && <VisitsScreen />}
        {screen === 'exceptions' && <ExceptionsScreen />}
        {screen === 'policies' && <PoliciesScreen />}
        {screen === 'status' && <StatusScreen />}
      </main>
    </>
  )
}
