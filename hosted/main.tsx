import { render } from 'preact'
import { linkOf } from './api.ts'
import { Page } from './page.tsx'

const root = document.getElementById('page')
if (root !== null) render(<Page link={linkOf(location.pathname)} />, root)
