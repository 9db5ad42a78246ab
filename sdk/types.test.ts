import { expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { Answer, EventType as ContractEventType, EventBody, endpoints } from '../contract/index.ts'
import type { EventBodies, EventType, GetExchangeAnswer, GetUserAnswer, GetUserHistoryAnswer } from './index.ts'

type Contract = typeof endpoints

test('the generated types are those of the contract', () => {
  expectTypeOf<Answer<Contract['getUser']>>().toExtend<GetUserAnswer>()
  expectTypeOf<Answer<Contract['getUserHistory']>>().toExtend<GetUserHistoryAnswer>()
  expectTypeOf<z.output<Contract['getExchange']['response']>>().toExtend<GetExchangeAnswer>()
  expectTypeOf<EventType>().toEqualTypeOf<ContractEventType>()
  expectTypeOf<EventBody<'transfer.status'>>().toExtend<EventBodies['transfer.status']>()
})
