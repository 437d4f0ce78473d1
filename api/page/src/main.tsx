import { render } from 'preact'
import { App } from './shell/app.tsx'
import './style/tokens.css'
import './style/base.css'
import './style/shell.css'
import './style/parts.css'
import './style/orders.css'
import './style/stock.css'
import './style/visits.css'

render(<App />, document.getElementById('page')!)
