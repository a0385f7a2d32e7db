import { describe, expect, it } from 'vitest'
import { browserOf } from '#device/browser-kind.ts'

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const ANDROID = 'Mozilla/5.0 (Linux; Android 13; V2204A Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0'
const CHROME = 'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0'

describe('the browser an inspector has', () => {
  it.each([
    ['Safari', `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`, 'ios-safari'],
    ['Chrome on iPhone', `${IPHONE} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1`, 'ios-other'],
    ['QQ browser on iPhone', `${IPHONE} Version/17.5 MQQBrowser/15.4 Mobile/15E148 Safari/604.1 QBWebViewUA/2`, 'ios-other'],
    ['WeChat on iPhone', `${IPHONE} Mobile/15E148 MicroMessenger/8.0.50(0x1800322e) NetType/WIFI Language/zh_CN`, 'wechat'],
    ['some app on iPhone', `${IPHONE} Mobile/15E148`, 'web-view'],
    ['Chrome', `${CHROME} Mobile Safari/537.36`, 'android-chrome'],
    ['Huawei', 'Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00; HMSCore 6.13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0 HuaweiBrowser/15.0.4 Mobile Safari/537.36', 'huawei'],
    ['Huawei with HarmonyOS NEXT', 'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0 Safari/537.36 ArkWeb/4.1.6 Mobile HuaweiBrowser/5.0.4', 'huawei'],
    ['Xiaomi', 'Mozilla/5.0 (Linux; U; Android 13; zh-cn; 22041211AC Build/TP1A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/109.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/18.2', 'xiaomi'],
    ['QQ browser', 'Mozilla/5.0 (Linux; U; Android 12; zh-cn; PFJM10) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/98.0 MQQBrowser/15.1 Mobile Safari/537.36', 'qq'],
    ['vivo', 'Mozilla/5.0 (Linux; Android 13; V2204A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0 Mobile Safari/537.36 VivoBrowser/18.5', 'android-other'],
    ['Firefox', 'Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0', 'android-other'],
    ['WeChat', `${ANDROID} Mobile Safari/537.36 XWEB/1160065 MMWEBSDK/20231202 MicroMessenger/8.0.47.2560(0x28002F30) WeChat/arm64`, 'wechat'],
    ['an older WeChat', `${ANDROID} MQQBrowser/6.2 TBS/045 Mobile Safari/537.36 MicroMessenger/7.0`, 'wechat'],
    ['企业微信', `${ANDROID} Mobile Safari/537.36 wxwork/4.1.22 MicroMessenger/7.0.1 Language/zh`, 'work-wechat'],
    ['政务微信', `${ANDROID} Mobile Safari/537.36 wxworklocal/2.7.5 wwlocal/2.7.5 wxwork/3.0.0 MicroMessenger/7.0.1`, 'work-wechat'],
    ['QQ', `${ANDROID} Mobile Safari/537.36 V1_AND_SQ_9.0.8 QQ/9.0.8.14755 NetType/WIFI`, 'web-view'],
    ['Alipay', `${ANDROID} Mobile Safari/537.36 AlipayClient/10.5.80`, 'web-view'],
    ['苏服办', `${ANDROID} Mobile Safari/537.36`, 'web-view'],
    ['a computer', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36', 'computer'],
  ])('is known: %s', (_, userAgent, kind) => {
    expect(browserOf({ userAgent, homeScreen: false, touchPoints: 0 })).toBe(kind)
  })

  it('is the home screen where the app was opened from it', () => {
    expect(browserOf({ userAgent: `${IPHONE} Mobile/15E148`, homeScreen: true, touchPoints: 5 })).toBe('ios-home-screen')
    expect(browserOf({ userAgent: `${CHROME} Mobile Safari/537.36`, homeScreen: true, touchPoints: 5 })).toBe('android-home-screen')
  })

  it('is an iPad’s, though it calls itself a Mac', () => {
    const userAgent = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15'
    expect([5, 0].map((touchPoints) => browserOf({ userAgent, homeScreen: false, touchPoints }))).toEqual(['ios-safari', 'computer'])
  })
})
