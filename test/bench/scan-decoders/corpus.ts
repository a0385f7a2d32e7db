/** Photos with the text of their codes beside them, as the folders hold them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

export interface Photo {
  path: string
  /** The text its code holds; `null` where there is none to be read. */
  text: string | null
}

export interface PhotoSet {
  name: string
  photos: Photo[]
}

const PICTURE = /\.(png|jpe?g|webp|gif|bmp|avif)$/i

/** The folder given, or `QR_CORPUS`, or one beside the checkout; `null` when it is not there. */
export function findCorpus(given: string | undefined, env: NodeJS.ProcessEnv = process.env): string | null {
  const folder = resolve(given ?? env['QR_CORPUS'] ?? join(import.meta.dirname, '../../../../shared/qr-corpus'))
  return existsSync(folder) ? folder : null
}

/** One set per folder with photos. What has no text beside it counts only in a folder called `negatives`, as a photo without a code. */
export function readCorpus(root: string): PhotoSet[] {
  const sets: PhotoSet[] = []
  const walk = (folder: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name))
    const photos = entries.filter((entry) => PICTURE.test(entry.name)).flatMap(({ name }): Photo[] => {
      const path = join(folder, name)
      const text = path.replace(PICTURE, '.txt')
      if (existsSync(text)) return [{ path, text: readFileSync(text, 'utf8') }]
      return relative(root, folder).split(/[\\/]/).includes('negatives') ? [{ path, text: null }] : []
    })
    if (photos.length > 0) sets.push({ name: relative(root, folder).replaceAll('\\', '/') || '.', photos })
    for (const entry of entries) if (entry.isDirectory()) walk(join(folder, entry.name))
  }
  walk(root)
  return sets
}
