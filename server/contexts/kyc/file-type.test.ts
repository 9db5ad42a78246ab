import { beforeAll, expect, test } from 'vitest'
import { makePaper } from '../../../tests/harness/papers.ts'
import { makePicture } from '../../../tests/harness/pictures.ts'
import { judgeFrame } from './file-type.ts'

let png: Buffer
let jpeg: Buffer
const pdf = makePaper(['Florin'])
beforeAll(async () => {
  png = await makePicture('png')
  jpeg = await makePicture('jpeg')
})

const verdict = (bytes: Buffer): string => {
  const judged = judgeFrame(bytes)
  return 'fault' in judged ? judged.fault : judged.mediaType
}
const behind = (bytes: Buffer, text: string | Buffer): Buffer => Buffer.concat([bytes, Buffer.from(text)])

test('whole files of the accepted types are known by their content', () => {
  expect([png, jpeg, pdf].map(verdict)).toEqual(['image/png', 'image/jpeg', 'application/pdf'])
})

test('what is none of them is refused whatever it is called', () => {
  const others = [
    'MZ\x90\x00 This program cannot be run in DOS mode',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<?xml version="1.0"?><svg/>',
    'GIF89a',
    'RIFF\x00\x00\x00\x00WEBP',
    'PK\x03\x04',
    '#!/bin/sh',
    '',
    ' ',
    '\xff\xd8',
    '%PDF',
  ]
  for (const text of others) expect(verdict(Buffer.from(text, 'latin1'))).toBe('type')
  for (const brand of ['heic', 'mif1', 'avif'])
    expect(verdict(Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0mif1heic`, 'latin1'))).toBe('heic')
  expect(verdict(Buffer.from('\0\0\0\x18ftypisom\0\0\0\0', 'latin1'))).toBe('type')
  // Readers of PDF look for its mark further in.
  expect(verdict(behind(Buffer.from('MZ\n'), pdf))).toBe('type')
})

test('a file that is also of another type is refused', () => {
  const zip = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)])
  for (const bytes of [png, jpeg, pdf]) {
    expect(verdict(behind(bytes, zip))).toBe('polyglot')
    expect(verdict(behind(bytes, '<script>alert(1)</script>'))).toBe('polyglot')
  }
  for (const bytes of [png, jpeg]) expect(verdict(behind(bytes, pdf))).toBe('polyglot')
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 12]), Buffer.from('%PDF-1.4\n\n')])
  expect(verdict(Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]))).toBe('polyglot')
})

test('what cameras append is no other type', () => {
  for (const bytes of [png, jpeg]) expect(verdict(behind(bytes, '\0\0\n'))).not.toBe('polyglot')
  expect(verdict(behind(jpeg, jpeg))).toBe('image/jpeg')
  expect(verdict(behind(jpeg, '\0\0\0\x18ftypmp42'))).toBe('image/jpeg')
  expect(verdict(behind(jpeg, 'MotionPhoto_Data....SEFT'))).toBe('image/jpeg')
})

test('a file that is cut off is refused wherever it is cut', () => {
  for (const bytes of [png, jpeg, pdf]) {
    for (const part of [0.02, 0.3, 0.6, 0.9]) {
      expect(verdict(bytes.subarray(0, Math.max(12, Math.floor(bytes.length * part))))).toBe('truncated')
    }
    expect(verdict(bytes.subarray(0, -7))).toBe('truncated')
  }
})

test('no bytes make it fail', () => {
  for (const bytes of [png, jpeg, pdf]) {
    for (let at = 0; at < Math.min(bytes.length, 600); at += 1) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0xff
      expect(() => judgeFrame(changed)).not.toThrow()
    }
  }
})
