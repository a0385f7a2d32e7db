/** What the inspector is told when the camera does not scan, and what to do. Photo and typed number always remain. */
import type { CameraTrouble } from '#device/camera.ts'

export const cameraText: Record<CameraTrouble, string> = {
  denied: '手机没有允许使用相机。按下面的步骤打开，或改用拍照、手工输入。',
  absent: '这台设备没有找到相机。请用拍照选图或手工输入。',
  busy: '相机正被别的软件占用。请关掉微信视频、其他相机软件，再点“重试”。',
  insecure: '现在的网址不安全（不是 https），手机不让用相机。请用管理员给的 https 网址打开，或手工输入。',
  unsupported: '这个浏览器不能连续扫码。请用手机自带浏览器打开，或用拍照、手工输入。',
  overconstrained: '这台手机的相机不合要求，打不开。请用拍照或手工输入。',
  failed: '相机没有打开。请点“重试”；还不行就退出软件再进来，或手工输入。',
  'decoder-unavailable': '扫码功能没有装好，读不了码。这不是工人的问题。请联网后重新打开软件，现在先手工输入。',
}

/** How to allow the camera again after it was refused once, step by step. */
export const cameraPermissionSteps: Record<'android' | 'iphone', readonly string[]> = {
  android: [
    '点浏览器最上面网址左边的图标（从桌面图标打开的，长按图标，点“应用信息”）。',
    '点“权限”，再点“相机”，选“允许”。',
    '回到这里，点“重试”。',
  ],
  iphone: [
    '打开手机的“设置”，往下找到“Safari 浏览器”（新系统在“App”里面）。',
    '点“相机”，选“允许”或“询问”。',
    '回到这里，点“重试”；弹出询问时点“允许”。',
  ],
}
