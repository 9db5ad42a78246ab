import { z } from 'zod'
import { text } from './fields.ts'

const readUrl = (value: string): URL | undefined => {
  try {
    return new URL(value)
  } catch {
    return undefined
  }
}

/** Where webhooks go. Which hosts may be called is decided when the call is made, after name resolution. */
export const webhookUrl = text(1, 2000)
  .refine(
    value => {
      const url = readUrl(value)
      return (
        url !== undefined &&
        (url.protocol === 'https:' || url.protocol === 'http:') &&
        url.username === '' &&
        url.password === '' &&
        url.hash === ''
      )
    },
    { error: 'must be an http or https URL without credentials or fragment' },
  )
  .meta({ wire: 'uri' })

/** The text of an HTTP header: visible ASCII, spaces only inside. */
export const headerText = text(1, 500).refine(value => /^[\x20-\x7e]+$/.test(value), {
  error: 'must have visible ASCII characters only',
})

const range = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

/** An IPv4 or IPv6 address, or a range of them in CIDR notation. */
export const ipRange = text(1, 50)
  .refine(value => range.safeParse(value).success, { error: 'must be an IP address or a range in CIDR notation' })
  .meta({ wire: 'ip-range' })

/** Where a browser is sent afterwards: https, or http on the partner's own machine while it is developed. */
export const pageUrl = text(1, 2000)
  .refine(
    value => {
      const url = readUrl(value)
      if (url === undefined || url.username !== '' || url.password !== '') return false
      return url.protocol === 'https:' || (url.protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(url.hostname))
    },
    { error: 'must be an https URL without credentials' },
  )
  .meta({ wire: 'uri' })
