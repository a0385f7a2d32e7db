/** What the inspector is told when the camera does not scan, and what to do. Photo and typed number always remain. */
import type { BrowserKind } from '#device/browser-kind.ts'
import type { CameraTrouble } from '#device/camera.ts'

export const cameraText: Record<CameraTrouble, string> = {
  denied: '手机没有允许使用相机。按下面的步骤打开，或改用拍照识别、手工输入。',
  'denied-by-system': '手机系统没有让浏览器用相机。按下面的步骤打开，或改用拍照识别、手工输入。',
  dismissed: '刚才问“能不能用相机”，还没有回答。点“重试”，再点“允许”。',
  absent: '这台设备没有找到相机。请用拍照识别选一张照片，或手工输入。',
  busy: '相机正被别的软件占用。关掉它，这里会自己恢复；也可以点“重试”。',
  insecure: '现在的网址不安全（不是 https），手机不让用相机。请用管理员给的 https 网址打开，或手工输入。',
  unsupported: '在这里打开不能连续扫码。现在可以用拍照识别、手工输入；想连续扫码，按下面的步骤换个地方打开。',
  overconstrained: '这台手机的相机不合要求，打不开。请用拍照识别或手工输入。',
  failed: '相机没有打开。请点“重试”；还不行就退出软件再进来，或手工输入。',
  'decoder-unavailable': '扫码功能没有装好，读不了码。这不是工人的问题。请联网后重新打开软件，现在先手工输入。',
}

const AGAIN = '回到这里，点“重试”。'
const ELSEWHERE = ['点右上角的“…”，选“在浏览器打开”。', '没有这一项的，记下网址，打开手机自带的浏览器输入。', '也可以不换：用下面的“拍照识别”或“手工输入”，再点“重试”可以再试相机。']

function androidApp(app: string, where = '“应用”（有的叫“应用管理”）'): string[] {
  return [`打开手机的“设置”，点${where}，找到“${app}”。`, '点“权限”，再点“相机”，选“允许”。', AGAIN]
}

/** The way to the camera's permission after it was refused, in each browser. */
const allowed: Record<BrowserKind, readonly string[]> = {
  'ios-home-screen': [
    '从屏幕底部往上推，把“苏安巡”往上划，关掉它。',
    '再点桌面上的“苏安巡”图标打开，问起相机时点“允许”。',
    '没有问的：打开手机的“设置”，找到“Safari 浏览器”（新系统在“App”里面），点“相机”，选“询问”。',
    AGAIN,
  ],
  'ios-safari': [
    '点网址旁边的“大小”或页面图标，点“网站设置”（新系统先点“…”）。',
    '点“相机”，选“允许”。',
    '没有这一项的：打开手机的“设置”，找到“Safari 浏览器”（新系统在“App”里面），点“相机”，选“询问”。',
    AGAIN,
  ],
  'ios-other': ['打开手机的“设置”，往下找到你现在用的浏览器。', '打开“相机”这个开关。', AGAIN],
  'android-home-screen': [
    '打开 Chrome 浏览器，点右上角的三个点，点“设置”，再点“网站设置”。',
    '点“相机”，在“已禁止”里找到本软件的网址，改成“允许”。',
    '没有的：长按桌面上的“苏安巡”图标，点“应用信息”，点“权限”，再点“相机”，选“允许”。',
    AGAIN,
  ],
  'android-chrome': ['点网址左边的图标，点“权限”。', '打开“相机”；没有这一项的，点“重置权限”。', AGAIN],
  huawei: androidApp('浏览器', '“应用和服务”，再点“应用管理”'),
  xiaomi: androidApp('浏览器', '“应用设置”，再点“应用管理”'),
  qq: androidApp('QQ浏览器'),
  'android-other': androidApp('浏览器'),
  wechat: ['打开手机的“设置”，找到“微信”（安卓在“应用”里面），允许它用“相机”。', AGAIN, '还不行：点右上角的“…”，选“在浏览器打开”，再点“重试”。'],
  'work-wechat': ['打开手机的“设置”，找到“企业微信”或“政务微信”（安卓在“应用”里面），允许它用“相机”。', AGAIN, '还不行：点右上角的“…”，选“在浏览器打开”，再点“重试”。'],
  'web-view': ['打开手机的“设置”，找到你现在用的这个软件（安卓在“应用”里面），允许它用“相机”。', AGAIN, '还不行：点右上角的“…”，选“在浏览器打开”，再点“重试”。'],
  computer: ['点网址左边的图标。', '打开“相机”。', AGAIN],
}

const allowedBySystem: Record<'iphone' | 'android' | 'computer', readonly string[]> = {
  iphone: ['打开手机的“设置”，点“隐私与安全性”，再点“相机”。', '打开你现在用的浏览器或软件。', AGAIN],
  android: androidApp('你现在用的浏览器'),
  computer: ['打开系统设置里的“隐私”，点“相机”。', '允许浏览器使用相机。', AGAIN],
}

/** What to do, step by step; none where the sentence says it all. */
export function cameraSteps(trouble: CameraTrouble, browser: BrowserKind): readonly string[] {
  switch (trouble) {
    case 'denied':
      return allowed[browser]
    case 'denied-by-system':
      return allowedBySystem[browser.startsWith('ios') ? 'iphone' : browser === 'computer' ? 'computer' : 'android']
    case 'unsupported':
      return ELSEWHERE
    case 'dismissed':
    case 'absent':
    case 'busy':
    case 'insecure':
    case 'overconstrained':
    case 'failed':
    case 'decoder-unavailable':
      return []
  }
}
