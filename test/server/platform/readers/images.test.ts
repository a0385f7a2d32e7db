import { describe, expect, it } from 'vitest'
import { defaultMessageRules as rules } from '../../../../server/platform/message-rules.ts'
import { readCardImage, readFaceImage } from '../../../../server/platform/readers/images.ts'
import { defaultReadLimits } from '../../../../server/platform/readers/reading.ts'
import { cardImageDocument } from '../../../support/platform-documents.ts'

const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 90 }, (_, i) => i)])
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const picture = (mime: string, bytes: Uint8Array) => ({ kind: 'value', value: { mime, bytes }, alarms: [] })
const none = { kind: 'value', value: null, alarms: [] }

const card = (text: string) => readCardImage(text, rules, defaultReadLimits)
const face = (FaceImage: unknown) => readFaceImage({ result: 1, success: true, msg: '获取成功', data: [{ FaceImage }] }, rules)

describe('a photograph', () => {
  it('comes from the card’s document and from the register’s reply', () => {
    expect(card(cardImageDocument(base64(jpeg)))).toEqual(picture('image/jpeg', jpeg))
    expect(face(base64(png))).toEqual(picture('image/png', png))
  })

  it.each([
    ['in wrapped lines', base64(jpeg).replace(/(.{20})/g, '$1\r\n')],
    ['as a data URL', `data:image/jpeg;base64,${base64(jpeg)}`],
  ])('is read %s', (_how, text) => {
    expect(face(text)).toEqual(picture('image/jpeg', jpeg))
    expect(card(cardImageDocument(text))).toEqual(picture('image/jpeg', jpeg))
  })

  it.each([
    ['nothing', ''], ['null', null], ['an object', {}], ['a sentence', '没有照片'], ['a program', base64(Buffer.from('MZ this is a program'))],
    ['a web page', base64(Buffer.from('<svg onload="alert(1)"/>'))], ['a data URL of nothing', 'data:,'], ['base64 of nothing', 'A==='],
    ['more than 2 MB', base64(Uint8Array.from([...jpeg, ...new Uint8Array(2 * 1024 * 1024)]))],
  ])('that is %s is none, and that is no fault', (_what, text) => {
    expect(face(text)).toEqual(none)
    if (typeof text === 'string') expect(card(cardImageDocument(text))).toEqual(none)
  })

  it('is none when there is no row or no record of the person', () => {
    expect(card('')).toEqual(none)
    expect(card('<DataTable><WorkerImages/></DataTable>')).toEqual(none)
    expect(card('{"result":1,"success":false," msg":"未查询到该人员"}')).toEqual(none)
    expect(readFaceImage({ result: 1, success: false, ' msg': '未查询到该人员' }, rules)).toEqual(none)
    expect(readFaceImage({ result: 1, success: true, data: [] }, rules)).toEqual(none)
  })

  it('among others is refused: it may be anybody’s', () => {
    const refused = { kind: 'trouble', fault: 'platform', alarms: ['too-many-rows'] }
    expect(card(cardImageDocument(base64(jpeg), base64(png)))).toMatchObject(refused)
    expect(readFaceImage({ result: 1, success: true, data: [{ FaceImage: base64(jpeg) }, { FaceImage: base64(png) }] }, rules)).toMatchObject(refused)
  })

  it.each([
    [{ result: 1, success: false, msg: '校验密码错误' }, 'auth'],
    [{ result: 0, success: false, msg: '未查询到该人员' }, 'platform'],
    [{ result: 1, success: true, data: { FaceImage: base64(jpeg) } }, 'platform'],
    ['no object', 'bad-json'],
  ])('is not in %j, which is the fault "%s"', (body, fault) => {
    expect(readFaceImage(body, rules)).toMatchObject({ kind: 'trouble', fault })
  })
})
