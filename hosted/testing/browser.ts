import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The browser of this machine: `CHROMIUM`, or what is in the PATH. */
export const chromiumPath: string | undefined = [
  process.env['CHROMIUM'] ?? '',
  ...(process.env['PATH'] ?? '').split(delimiter).flatMap(folder => names.map(name => join(folder, name))),
].find(path => path !== '' && existsSync(path))

/** Nobody may take a run without a browser for one in which the pages were seen. */
export function warnWithoutBrowser(): void {
  if (chromiumPath !== undefined) return
  process.stderr.write(
    '\nSKIPPED: there is no Chromium (apt install chromium, or CHROMIUM=path): no page was looked at.\n\n',
  )
}

/** With a camera that shows a test picture, and whose use is allowed. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath ?? '',
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--disable-gpu'],
  })

export const viewports = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1_280, height: 900 } },
} as const

/** What axe finds against WCAG 2.2 A and AA and its own best practices. Evaluated past the page's policy, which stays in force. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

const folder = process.env['SCREENSHOTS']

/** Keeps what is seen, for whoever wants to look: `SCREENSHOTS=folder`. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
