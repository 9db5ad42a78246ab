// First words of verb files. Words that are as often a noun ("return", "match", "hold", "order") are left out.
export const verbs: ReadonlySet<string> = new Set(
  `accept activate add advance allow answer append apply approve archive assign attach authorise begin block book buy
  cancel capture change claim close collect complete confirm convert create credit deactivate debit decide decline
  delete deliver deny destroy detach disable enable erase expire export fail fetch find finish forward freeze get give
  grant import ingest invite link list load lock mark move notify open pay poll prepare probe publish pull push put read
  rebuild receive reconcile redeem refresh refund register reject release remove renew reopen repair replace replay reset
  resolve respond resume retire retry reverse revoke rotate run scan search sell send set settle show simulate split
  start stop submit suspend sweep sync take trigger unblock unfreeze unlock unsuspend update upload verify watch
  withdraw write`.split(/\s+/),
)
