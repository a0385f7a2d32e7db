/** What the inspector is told when a photo from the camera app or the gallery gives no person to check. */
export const photoText: Record<'no-code' | 'not-an-image' | 'decoder-unavailable', string> = {
  'no-code': '照片里没有找到二维码。请让码占满画面、避开反光再拍，或手工输入号码。',
  'not-an-image': '这个文件不是照片，打不开。请换一张。',
  'decoder-unavailable': '扫码功能没有装好，读不了照片。这不是工人的问题，请先手工输入号码。',
}
