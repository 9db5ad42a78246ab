/*
 * The only reader of the environment here. Each setting can be given as an option of the command too, which then counts.
 */

export interface Settings {
  /** The operator's listener of the server. */
  readonly operatorUrl: string
  readonly operatorToken: string | undefined
  /** The partners' listener: for what the sandbox lets a partner do. */
  readonly url: string
  readonly apiKey: string | undefined
}

const given = (text: string | undefined): string | undefined => (text === '' ? undefined : text)

export function readSettings(environment: Readonly<Record<string, string | undefined>> = process.env): Settings {
  return {
    operatorUrl: given(environment['FLORIN_OPERATOR_URL']) ?? 'http://127.0.0.1:8082',
    operatorToken: given(environment['FLORIN_OPERATOR_TOKEN']),
    url: given(environment['FLORIN_URL']) ?? 'http://127.0.0.1:8080',
    apiKey: given(environment['FLORIN_API_KEY']) ?? given(environment['DEMO_API_KEY']),
  }
}
