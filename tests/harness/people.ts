/** Who opens an account in the tests: everything that a user of a partner with KYC is asked for, but the externalUserId. */
export const person = {
  email: 'a@example.com',
  phone: '48500600700',
  firstName: 'Anna',
  lastName: 'Nowak',
  address: 'Prosta 1',
  city: 'Warszawa',
  postCode: '00-001',
  country: 'PL',
  citizenship: 'PL',
}
