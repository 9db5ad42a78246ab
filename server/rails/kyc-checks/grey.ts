/** A grey picture, one byte a pixel. */
export interface Grey {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

/** A piece of a picture: in pixels, or in parts of its sides. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
