import type { Locale } from '@florin/contract/shapes/hosted.ts'
import { de } from './de.ts'
import { en, type Words } from './en.ts'
import { es } from './es.ts'
import { pl } from './pl.ts'

export const languages: Readonly<Record<Locale, { readonly name: string; readonly words: Words }>> = {
  en: { name: 'English', words: en },
  pl: { name: 'Polski', words: pl },
  de: { name: 'Deutsch', words: de },
  es: { name: 'Español', words: es },
}

export type Tell = (word: keyof Words, values?: Readonly<Record<string, string | number>>) => string

/** Sentences in a language, with `{name}` filled in. */
export const tellIn =
  (locale: Locale): Tell =>
  (word, values = {}) =>
    languages[locale].words[word].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

const isLocale = (text: string): text is Locale => Object.hasOwn(languages, text)

/** The first of the browser's languages that we have. */
export const localeOf = (wanted: readonly string[]): Locale =>
  wanted.map(tag => tag.slice(0, 2).toLowerCase()).find(isLocale) ?? 'en'
