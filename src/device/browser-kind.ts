/** Which browser this is, only to word the way to its settings. Nothing is switched on or off by it. */
import { phoneKind } from './phone-kind.ts'

export type BrowserKind =
  | 'ios-home-screen'
  | 'ios-safari'
  /** Chrome, Edge, QQ and others on iPhone: Safari's engine, permissions of their own. */
  | 'ios-other'
  | 'android-home-screen'
  | 'android-chrome'
  | 'huawei'
  | 'xiaomi'
  | 'qq'
  /** OPPO, vivo, UC, Samsung and whatever else there is. */
  | 'android-other'
  | 'wechat'
  /** 企业微信 and 政务微信. */
  | 'work-wechat'
  /** A page inside some other app: 苏服办, Alipay, DingTalk. */
  | 'web-view'
  | 'computer'

export interface BrowserMarks {
  userAgent: string
  /** Opened from the icon on the home screen. */
  homeScreen: boolean
  /** Fingers the screen tells apart: an iPad calls itself a Mac. */
  touchPoints: number
}

// Apps first, for they add their names to those of the browser inside them; WeChat's older one also called itself QQ's.
const APPS: readonly (readonly [RegExp, BrowserKind])[] = [
  [/wxwork/i, 'work-wechat'],
  [/MicroMessenger/i, 'wechat'],
  [/AlipayClient|DingTalk|\bQQ\/\d|; wv\)|Lark\/|Weibo/i, 'web-view'],
]
const ANDROID: readonly (readonly [RegExp, BrowserKind])[] = [
  [/MQQBrowser/i, 'qq'],
  [/HuaweiBrowser|ArkWeb/i, 'huawei'],
  [/MiuiBrowser/i, 'xiaomi'],
  [/UCBrowser|Quark|HeyTapBrowser|VivoBrowser|SamsungBrowser|EdgA|Firefox|baidu|OPR\//i, 'android-other'],
  [/Chrome\//, 'android-chrome'],
]

export function browserOf({ userAgent, homeScreen, touchPoints }: BrowserMarks): BrowserKind {
  const find = (list: typeof APPS) => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  const ios = phoneKind({ userAgent, maxTouchPoints: touchPoints }) === 'apple'
  const android = /Android|HarmonyOS|OpenHarmony/i.test(userAgent)
  const app = find(APPS)
  if (app !== undefined && (ios || android)) return app
  if (ios) {
    if (homeScreen) return 'ios-home-screen'
    if (!/Safari\//.test(userAgent)) return 'web-view'
    return /CriOS|EdgiOS|FxiOS|MQQBrowser|UCBrowser|baidu|Quark/i.test(userAgent) ? 'ios-other' : 'ios-safari'
  }
  if (!android) return 'computer'
  const browser = find(ANDROID) ?? 'android-other'
  return browser === 'android-chrome' && homeScreen ? 'android-home-screen' : browser
}

export function thisBrowser(): BrowserKind {
  const { userAgent, maxTouchPoints, standalone = false } = navigator as Navigator & { standalone?: boolean }
  return browserOf({ userAgent, touchPoints: maxTouchPoints, homeScreen: standalone || matchMedia('(display-mode: standalone)').matches })
}
