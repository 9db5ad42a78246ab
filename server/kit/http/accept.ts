const weightOf = (range: string): number => Number(/;\s*q\s*=\s*([\d.]+)/.exec(range)?.[1] ?? 1)

/**
 * The media type that an `Accept` header asks for, of JSON and the `others`: one of those only where it is named, in any
 * letter case, neither excluded by `q=0` nor wanted less than JSON (RFC 9110, section 12.5.1).
 */
export function acceptedType(header: string | undefined, others: readonly string[] | undefined): string {
  if (header === undefined || others === undefined) return 'application/json'
  const weights = new Map(
    header
      .toLowerCase()
      .split(',')
      .map(range => [range.split(';', 1)[0]?.trim(), weightOf(range)]),
  )
  const least = weights.get('application/json') ?? 0
  const isWanted = (weight: number): boolean => weight > 0 && weight >= least
  return others.find(type => isWanted(weights.get(type) ?? 0)) ?? 'application/json'
}
