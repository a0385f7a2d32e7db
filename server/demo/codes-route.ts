/** `GET /demo/codes`: QR codes of the simulator's people, to be scanned from a second screen. Served only while demonstration is on. */
import type { FastifyInstance } from 'fastify'
import { renderSVG } from 'uqr'
import { demoPeople, faultPeople } from '../platform/simulator/people.ts'

interface Card {
  idNumber: string
  title: string
  note: string
}

/** What is inside a 苏安码 is not published; the demonstration shows every form the app can read. */
const forms: readonly ((idNumber: string) => string)[] = [
  (id) => id,
  (id) => JSON.stringify({ zjhm: id }),
  (id) => `zjhm:${id}`,
  (id) => Buffer.from(JSON.stringify({ zjhm: id })).toString('base64'),
]

/** What the `index`-th code of a group holds: the forms take turns. */
export function codeText(idNumber: string, index: number): string {
  return forms[index % forms.length]!(idNumber)
}

export function codesRoute(app: FastifyInstance): void {
  const page = codesPage()
  app.get('/demo/codes', (_request, reply) => reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page))
}

function codesPage(): string {
  const groups: [string, Card[]][] = [
    ['绿码', people('green')], ['黄码', people('yellow')], ['红码', people('red')], ['未申领', people('none')],
    ['平台出故障（不是工人的问题）', faultPeople.map(({ idNumber, note }) => ({ idNumber, title: '平台故障', note }))],
  ]
  const sections = groups.map(([title, cards]) => `<h2>${title}</h2><div class="cards">${cards.map(card).join('')}</div>`).join('')
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>演示用苏安码</title><style>
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:1100px;padding:16px;color:#111;background:#fff}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));gap:16px}
figure{margin:0;padding:12px;border:1px solid #999;border-radius:8px;text-align:center;position:relative;break-inside:avoid}
figure::after{content:"演示";position:absolute;top:4px;right:8px;color:#b00020;font-weight:700}
svg{width:100%;height:auto}figcaption{overflow-wrap:anywhere}</style></head><body>
<h1>演示用苏安码</h1><p>下面的人都是虚构的，号码不属于任何人。登录后开始巡查，用手机扫描另一块屏幕上的码。</p>${sections}</body></html>`
}

function people(colour: string): Card[] {
  return demoPeople.filter((person) => person.colour === colour).map(({ idNumber, name, note }) => ({ idNumber, title: name, note }))
}

function card({ idNumber, title, note }: Card, index: number): string {
  const code = renderSVG(codeText(idNumber, index), { ecc: 'M', border: 4 })
  return `<figure>${code}<figcaption><b>${title}</b><br>${note}<br><small>${idNumber}</small></figcaption></figure>`
}
