import { type FieldWord, word } from './field-word.ts'

/** Fields of the hosted verification and of how its pages look. */
export const hostedWords: Readonly<Record<string, FieldWord>> = {
  accentColour: word('The colour of buttons and marks, #rrggbb.', '#1f4e79'),
  displayName: word('What the pages call you.', 'Acme'),
  errorUrl: word('Where the user goes on when it failed or expired.', 'https://partner.example/kyc/failed'),
  locale: word('The language of the pages; the browser’s unless given.', 'pl'),
  logo: word('A data URL of a png, jpeg or webp of at most 64 kB; null: none.', 'data:image/png;base64,iVBORw0KGgo='),
  successUrl: word('Where the user goes on when all was sent.', 'https://partner.example/kyc/done'),
  verificationId: word('The id of the hosted verification.', '6f1c2a34-9d3b-4c55-8e7f-0a1b2c3d4e5f'),
  verificationUrl: word(
    'The link to show to your user.',
    'https://bank.example/v1/kyc/verification/customer-17/6f1c2a34-9d3b-4c55-8e7f-0a1b2c3d4e5f',
  ),
}
