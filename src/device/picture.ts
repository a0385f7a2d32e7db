/** Opening a picture file the right way up on every browser we support. */

export interface OpenPicture {
  pixels: ImageBitmap | HTMLImageElement
  width: number
  height: number
  /** Frees the pixels: a phone photo is 50 MB once decoded. */
  close: () => void
}

/** Decodes `file`, turned as its EXIF says; `null` when it is not a picture this browser reads. */
export async function openPicture(file: Blob): Promise<OpenPicture | null> {
  return (await openAsBitmap(file)) ?? (await openAsElement(file))
}

async function openAsBitmap(file: Blob): Promise<OpenPicture | null> {
  try {
    const pixels = await createImageBitmap(file, { imageOrientation: 'from-image', ...(await reduction(file)) })
    return { pixels, width: pixels.width, height: pixels.height, close: () => pixels.close() }
  } catch {
    // Not a picture, or a browser (Chrome 87, Safari 15) that does not know the option: the element tells which.
    return null
  }
}

/** Files smaller than this (bytes) hold no picture that would be too much. */
const SMALL_FILE = 3_000_000
/** Pixels kept of one photo: 96 MB. Phones with 108 megapixels would otherwise need more than a browser tab is given. */
const MOST_PIXELS = 24_000_000

async function reduction(file: Blob): Promise<ImageBitmapOptions> {
  if (file.size < SMALL_FILE) return {}
  const url = URL.createObjectURL(file)
  try {
    // Loading reads the size out of the head of the file; nothing is decoded yet.
    const image = new Image()
    const loaded = new Promise((resolve, reject) => Object.assign(image, { onload: resolve, onerror: reject }))
    image.src = url
    await loaded
    const share = Math.sqrt(MOST_PIXELS / (image.naturalWidth * image.naturalHeight))
    return share < 1 ? { resizeWidth: Math.round(image.naturalWidth * share), resizeHeight: Math.round(image.naturalHeight * share), resizeQuality: 'medium' } : {}
  } finally {
    URL.revokeObjectURL(url)
  }
}

async function openAsElement(file: Blob): Promise<OpenPicture | null> {
  const url = URL.createObjectURL(file)
  const pixels = new Image()
  pixels.src = url
  try {
    await pixels.decode()
  } catch {
    URL.revokeObjectURL(url)
    return null
  }
  return { pixels, width: pixels.naturalWidth, height: pixels.naturalHeight, close: () => URL.revokeObjectURL(url) }
}
