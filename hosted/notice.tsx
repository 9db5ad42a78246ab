import type { ComponentChildren } from 'preact'

/** A page that says one thing. */
export const Notice = ({
  title,
  text,
  children,
}: {
  readonly title: string
  readonly text: string
  readonly children?: ComponentChildren
}) => (
  <>
    <h1 tabIndex={-1}>{title}</h1>
    <p>{text}</p>
    {children}
  </>
)
