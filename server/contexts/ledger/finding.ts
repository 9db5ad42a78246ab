/** Something in the books is not as it was sealed, or breaks a law. `row` names the first broken one. */
export interface Finding {
  readonly law: string
  readonly row: string
  readonly detail: string
}
