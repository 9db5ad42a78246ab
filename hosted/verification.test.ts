import { rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Receiver } from '../tests/harness/receiver.ts'
import { type Bank, startBank } from '../tests/harness/start-bank.ts'
import { chromiumPath, launchBrowser, shoot, viewports, violationsOf, warnWithoutBrowser } from './testing/browser.ts'

warnWithoutBrowser()

let bank: Bank
let browser: Browser
let receiver: Receiver
let folder: string
const complaints: string[] = []

/** A document of nobody, sharp, with a photo and lines to read. */
const specimen = (lines: readonly string[]): Promise<Buffer> =>
  sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1500" height="1000"><rect width="1500" height="1000" fill="#3c4650"/>
      <rect x="90" y="90" width="1320" height="820" rx="24" fill="#cfd8dc"/><rect x="150" y="180" width="330" height="440" fill="#8d6e63"/>
      ${lines.map((line, at) => `<text x="540" y="${240 + at * 80}" font-size="52" font-family="sans-serif" fill="#111">${line}</text>`).join('')}</svg>`),
  )
    .jpeg({ quality: 90 })
    .toBuffer()

// A machine without a browser cannot look at pages; the warning above says so.
describe.skipIf(chromiumPath === undefined)('the hosted verification in a browser', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'florin-hosted-'))
    writeFileSync(join(folder, 'front.jpg'), await specimen(['SPECIMEN', 'NOWAK', 'ANNA', 'EA1234567']))
    // Stands for every kind of picture that a browser can read and the server does not take.
    const other = await sharp(join(folder, 'front.jpg')).webp({ quality: 95 }).toBuffer()
    writeFileSync(join(folder, 'front.webp'), other)
    const dark = await sharp({ create: { width: 640, height: 400, channels: 3, background: '#101010' } })
      .jpeg()
      .toBuffer()
    writeFileSync(join(folder, 'dark.jpg'), dark)
    writeFileSync(join(folder, 'no-picture.jpg'), 'hello')
    receiver = await Receiver.start()
    bank = await startBank({
      DEMO_WEBHOOK_URL: receiver.url,
      DEMO_WEBHOOK_TOKEN: 'token',
      ALLOW_PRIVATE_WEBHOOKS: 'true',
    })
    await bank.call('PUT', '/v1/partner/branding', { displayName: 'Złoty Grosz', accentColour: '#0f6b4f' })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await bank?.stop()
    await receiver?.stop()
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  })

  async function newLink(externalUserId: string, more = {}): Promise<string> {
    const person = {
      externalUserId,
      email: 'anna@example.com',
      phone: '+48500600700',
      firstName: 'Anna',
      lastName: 'Nowak',
      birthDate: '1990-04-12',
      address: 'Piotrkowska 1',
      city: 'Łódź',
      postCode: '90-001',
      country: 'PL',
      citizenship: 'PL',
    }
    await bank.call('POST', '/v1/user/balances/crypto-and-fiat', person)
    const { body, text } = await bank.call('POST', '/v1/kyc', { externalUserId, ...more })
    if (body.verificationUrl === undefined) throw new Error(text)
    return body.verificationUrl
  }

  async function open(context: BrowserContext, link: string): Promise<Page> {
    const page = await context.newPage()
    page.on('console', message => {
      // A refused call is part of some tests; the browser says it in its own words.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        complaints.push(message.text())
    })
    page.on('pageerror', error => complaints.push(String(error)))
    await page.goto(link)
    return page
  }

  /** Looks at a step: its title has the focus, axe has nothing to say, nothing is wider than the screen. */
  async function look(page: Page, title: string, name: string): Promise<void> {
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await shoot(page, name)
    expect(await violationsOf(page)).toEqual([])
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  }

  const upload = (page: Page, file: string) => page.locator('input[type=file]').setInputFiles(join(folder, file))

  test('on a phone, in Polish, from the link to the ACTIVE webhook: uploaded document, selfie by camera', async () => {
    const link = await newLink('phone', { locale: 'pl', successUrl: 'https://partner.example/done' })
    const context = await browser.newContext({ ...viewports.phone, locale: 'en-US', permissions: ['camera'] })
    const page = await open(context, link)
    await look(page, 'Potwierdź swoją tożsamość', 'phone-1-consent')
    expect(await page.locator('html').getAttribute('lang')).toBe('pl')
    await page.getByRole('button', { name: 'Dalej' }).click()
    await page.getByText('Najpierw wyraź zgodę.').waitFor()
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Dalej' }).click()

    await look(page, 'Twój dokument', 'phone-2-document')
    await page.getByRole('button', { name: 'Dalej' }).click()
    await page.getByText('To pole jest wymagane.').first().waitFor()
    await look(page, 'Twój dokument', 'phone-2-document-faults')
    await page.getByLabel('Dowód osobisty').check()
    await page.getByLabel('Kraj wydania').selectOption('PL')
    await page.getByLabel('Numer dokumentu').fill('EA1234567')
    await page.getByRole('button', { name: 'Dalej' }).click()

    await look(page, 'Przód dokumentu', 'phone-3-front')
    await upload(page, 'no-picture.jpg')
    await page.getByText('Tego pliku nie można użyć').waitFor()
    await upload(page, 'dark.jpg')
    await look(page, 'Czy wszystko jest czytelne?', 'phone-4-hints')
    for (const hint of ['Zdjęcie jest małe', 'Jest za ciemno', 'Zdjęcie jest nieostre']) {
      await page.getByText(hint).waitFor()
    }
    await page.getByRole('button', { name: 'Zrób inne' }).click()
    await upload(page, 'front.jpg')
    await page.getByText('Ostre i dość jasne.').waitFor()
    await look(page, 'Czy wszystko jest czytelne?', 'phone-5-preview')
    await page.getByRole('button', { name: 'Użyj tego zdjęcia' }).click()

    await page.getByRole('heading', { name: 'Tył dokumentu' }).waitFor()
    // A reload, a closed tab, an hour later: it goes on where it was.
    await page.reload()
    await look(page, 'Tył dokumentu', 'phone-6-back')
    await upload(page, 'front.webp')
    await page.getByRole('button', { name: 'Użyj tego zdjęcia' }).click()

    await look(page, 'Twoja twarz', 'phone-7-selfie')
    await page.getByRole('button', { name: 'Użyj aparatu' }).click()
    // The three poses come in an order that is drawn; each is said aloud when it is its turn.
    const asked: string[] = []
    for (const number of [1, 2, 3]) {
      const pose = page.locator('[aria-live=assertive]', { hasText: `Zdjęcie ${number} z 3.` })
      asked.push(((await pose.textContent()) ?? '').replace(/^.*z 3\. /, ''))
      await page.getByRole('button', { name: 'Zrób zdjęcie' }).waitFor()
      if (number < 3) await look(page, 'Twoja twarz', `phone-8-camera-${number}`)
      await page.getByRole('button', { name: 'Zrób zdjęcie' }).click()
    }
    expect(new Set(asked.map(text => /prosto|lewo|prawo/.exec(text)?.[0]))).toEqual(
      new Set(['prosto', 'lewo', 'prawo']),
    )
    await page.getByRole('button', { name: 'Użyj tych zdjęć' }).waitFor()
    await look(page, 'Twoja twarz', 'phone-9-frames')
    await page.getByRole('button', { name: 'Użyj tych zdjęć' }).click()

    await look(page, 'Sprawdź i wyślij', 'phone-10-review')
    await page.getByRole('button', { name: 'Wyślij' }).click()
    await page.locator('.result').waitFor()
    await shoot(page, 'phone-11-sent')
    await bank.settle()
    await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId: 'phone', decision: 'APPROVED' })
    await bank.settle()
    await look(page, 'Tożsamość potwierdzona', 'phone-12-good')
    const back = page.getByRole('link', { name: 'Wróć: Złoty Grosz' })
    expect(await back.getAttribute('href')).toBe('https://partner.example/done')
    await expect
      .poll(() => receiver.webhooks.map(({ path, body }) => `${path} ${body}`), { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/\/webhook\/user\/status .*"externalUserId":"phone","status":"ACTIVE"/))
    await context.close()
  }, 180_000)

  test('on a desktop with the keyboard alone, a rejected passport, and back by errorUrl', async () => {
    const link = await newLink('desktop', { errorUrl: 'https://partner.example/failed' })
    const context = await browser.newContext({ ...viewports.desktop, locale: 'de-AT' })
    const page = await open(context, link)
    await look(page, 'Bestätigen Sie Ihre Identität', 'desktop-1-consent')
    await page.getByLabel('Sprache').selectOption('en')
    await look(page, 'Confirm your identity', 'desktop-1-consent-en')
    await page.getByRole('checkbox').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')

    await page.getByRole('heading', { level: 1, name: 'Your document' }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Your document')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Pol')
    await page.keyboard.press('Tab')
    await page.keyboard.type('EA7654321')
    await shoot(page, 'desktop-2-document')
    await page.keyboard.press('Enter')

    await look(page, 'The page with your photo', 'desktop-3-front')
    await upload(page, 'front.jpg')
    await look(page, 'Is everything legible?', 'desktop-4-preview')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await look(page, 'Your face', 'desktop-5-selfie')
    await upload(page, 'front.jpg')
    await page.getByRole('button', { name: 'Use this picture' }).click()
    await look(page, 'Check and send', 'desktop-6-review')
    expect(await page.getByText('Poland').count()).toBe(1)
    await page.getByRole('button', { name: 'Change: Your document' }).click()
    await page.getByLabel('Number of the document').fill('EA1234567')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.locator('.result').waitFor()
    const reasons = ['The document is not legible']
    await bank.settle()
    await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId: 'desktop', decision: 'REJECTED', reasons })
    await look(page, 'We could not confirm your identity', 'desktop-7-rejected')
    await page.getByText('The document is not legible').waitFor()
    const back = page.getByRole('link', { name: 'Back to Złoty Grosz' })
    expect(await back.getAttribute('href')).toBe('https://partner.example/failed')

    const elsewhere = await open(await browser.newContext({ ...viewports.phone, locale: 'es-ES' }), link)
    await look(elsewhere, 'Este enlace se abrió en otro lugar', 'phone-taken')
    const unknown = await open(await browser.newContext(viewports.desktop), link.replace(/[0-9a-f]{4}$/, '0000'))
    await look(unknown, 'There is no such link', 'desktop-unknown')

    // The partner asks once more, and the user goes on in the browser that it has open.
    const logo = `data:image/png;base64,${(
      await sharp({ create: { width: 96, height: 96, channels: 3, background: '#0f6b4f' } })
        .png()
        .toBuffer()
    ).toString('base64')}`
    await bank.call('PUT', '/v1/partner/branding', { displayName: 'Złoty Grosz', accentColour: '#0f6b4f', logo })
    const { body: second } = await bank.call('POST', '/v1/kyc', { externalUserId: 'desktop', locale: 'en' })
    await page.goto(second.verificationUrl)
    await look(page, 'Confirm your identity', 'desktop-8-again')
    expect(await page.locator('header img').evaluate(image => (image as HTMLImageElement).naturalWidth)).toBe(96)
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Country that issued it').selectOption('PL')
    await page.getByLabel('Number of the document').fill('SANDBOX-APPROVED-11')
    await page.getByRole('button', { name: 'Continue' }).click()
    for (const title of ['The page with your photo', 'Your face']) {
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      await upload(page, 'front.jpg')
      await page.getByRole('button', { name: 'Use this picture' }).click()
    }
    await page.getByRole('button', { name: 'Send' }).click()
    await page.locator('.result').waitFor()
    await bank.settle()
    await page.getByRole('heading', { level: 1, name: 'Your identity is confirmed' }).waitFor()
    await shoot(page, 'desktop-9-good')
    await expect
      .poll(() => receiver.webhooks.map(({ path, body }) => `${path} ${body}`), { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/\/webhook\/user\/status .*"externalUserId":"desktop","status":"ACTIVE"/))
    await context.close()
  }, 180_000)

  test('a camera that is refused, and a connection that is lost, are said and lose nothing', async () => {
    const link = await newLink('refused', { locale: 'en' })
    const context = await browser.newContext(viewports.phone)
    await context.addInitScript(() => {
      Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {
        value: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
      })
    })
    const page = await open(context, link)
    await page.getByRole('checkbox').check()
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('We cannot be reached').waitFor()
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Country that issued it').selectOption('DE')
    await page.getByLabel('Number of the document').fill('C01X00T47')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Use the camera' }).click()
    await page.getByText('The camera cannot be used').waitFor()
    await look(page, 'The page with your photo', 'phone-no-camera')
    await bank.advance(25 * 3_600_000)
    await page.reload()
    await look(page, 'This link leads nowhere any more', 'phone-expired')
    await context.close()
  }, 120_000)

  test('nothing that the pages did was against their policy, and nothing failed behind them', () => {
    expect(complaints).toEqual([])
    expect(bank.complaints).toEqual([])
  })
})
