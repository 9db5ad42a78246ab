/** Relative luminance by WCAG 2, of #rrggbb. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

export const contrast = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other)
  return (light + 0.05) / (dark + 0.05)
}

/** Of white and black one can be read on any colour: the worst has a contrast of 4.58. */
const ink = '#000000'

/** Letters on the partner's colour, and its colour on white where that can be read: WCAG AA, whatever the partner chose. */
export const schemeOf = (accent: string) => ({
  accent,
  onAccent: contrast(accent, '#ffffff') >= contrast(accent, ink) ? '#ffffff' : ink,
  accentOnPaper: contrast(accent, '#ffffff') >= 4.5 ? accent : ink,
})

/** Puts the partner's colour on the page. By the object model, since the page's policy allows no inline style. */
export function paint(accent: string): void {
  const { onAccent, accentOnPaper } = schemeOf(accent)
  const { style } = document.documentElement
  style.setProperty('--accent', accent)
  style.setProperty('--on-accent', onAccent)
  style.setProperty('--accent-on-paper', accentOnPaper)
}
