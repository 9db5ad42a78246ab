/** The sandbox's list: nobody on it exists. The names are magic values: users of these names are hits. */
interface MadeUp {
  readonly id: string
  readonly caption: string
  readonly properties: Readonly<Record<string, readonly string[]>>
}

const madeUp: readonly MadeUp[] = [
  {
    id: 'mu-0001',
    caption: 'Viktor Sanktsionov',
    properties: {
      name: ['Виктор Андреевич Санкционов', 'Viktor Andreevich Sanktsionov', 'Viktor Sanktsionov'],
      alias: ['Wiktor Sankcjonow', 'Віктор Санкціонов'],
      weakAlias: ['Vitya'],
      birthDate: ['1961-04-12'],
      nationality: ['ru'],
      gender: ['male'],
      passportNumber: ['710000001'],
      topics: ['sanction'],
      programId: ['SANDBOX-SANCTIONS'],
    },
  },
  {
    id: 'mu-0002',
    caption: 'Layla Mahzura',
    properties: {
      name: ['Layla bint Khalid al-Mahzura', 'ليلى المحظورة'],
      alias: ['Leila Al Mahzoura'],
      birthDate: ['1975'],
      nationality: ['sy'],
      gender: ['female'],
      topics: ['sanction'],
      programId: ['SANDBOX-SANCTIONS'],
    },
  },
  {
    id: 'mu-0003',
    caption: 'Kim Geumji',
    properties: {
      name: ['Kim Geum-ji', '김금지'],
      birthDate: ['1968-11-30'],
      nationality: ['kp'],
      topics: ['sanction'],
      programId: ['SANDBOX-SANCTIONS'],
    },
  },
  {
    id: 'mu-0004',
    caption: 'Prominencja Wysocka',
    properties: {
      name: ['Prominencja Wysocka', 'Prominencja Maria Wysocka-Urzędowa'],
      birthDate: ['1970-02-28'],
      nationality: ['pl'],
      gender: ['female'],
      topics: ['role.pep'],
      programId: ['SANDBOX-PEPS'],
    },
  },
  {
    id: 'mu-0005',
    caption: 'Julián Ministro Ejemplar',
    properties: {
      name: ['Julián Ministro Ejemplar'],
      birthDate: ['1958-09-03'],
      nationality: ['es'],
      gender: ['male'],
      topics: ['role.pep'],
      programId: ['SANDBOX-PEPS'],
    },
  },
  {
    id: 'mu-0006',
    caption: 'Klara Ministro Ejemplar',
    properties: {
      name: ['Klara Ministro Ejemplar'],
      birthDate: ['1990-06-17'],
      nationality: ['es'],
      gender: ['female'],
      topics: ['role.rca'],
      programId: ['SANDBOX-PEPS'],
    },
  },
  {
    id: 'mu-0007',
    caption: 'Günther Übeltäter',
    properties: {
      name: ['Günther Übeltäter'],
      alias: ['Guenther Uebeltaeter'],
      birthDate: ['1982-01-01'],
      nationality: ['de'],
      gender: ['male'],
      topics: ['crime', 'wanted'],
      programId: ['SANDBOX-WANTED'],
    },
  },
]

/** FollowTheMoney, a line each: the same form in which an operator loads OpenSanctions. */
export const sandboxList = madeUp
  .map(person => `${JSON.stringify({ schema: 'Person', datasets: ['sandbox'], target: true, ...person })}\n`)
  .join('')
