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
    const pixels = await createImageBitmap(file, { imageOrientation: 'from-image' })
    return { pixels, width: pixels.width, height: pixels.height, close: () => pixels.close() }
  } catch {
    // Not a picture, or a browser (Chrome 87, Safari 15) that does not know the option: the element tells which.
    return null
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
