/** `GET /demo/codes`: QR codes of the simulator's people, to be scanned from a second screen. Served only while demonstration is on. */
import { setImmediate } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { encode } from 'uqr'
import { writtenPeople } from '../platform/simulator/people-data.ts'
import { faultPeople } from '../platform/simulator/people.ts'
import type { DemoPerson } from '../platform/simulator/person.ts'
import type { DemoProject } from '../platform/simulator/project.ts'
import { demoProjects } from '../platform/simulator/projects.ts'

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
  // Drawn when first asked for: few servers are ever asked.
  let page: Promise<string> | null = null
  app.get('/demo/codes', async (_request, reply) => reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(await (page ??= codesPage())))
}

async function codesPage(): Promise<string> {
  const open: [string, Card[]][] = [['绿码', people('green')], ['黄码', people('yellow')], ['红码', people('red')], ['未申领', people('none')]]
  const folded: [string, Card[]][] = [
    ...demoProjects.filter(({ engagements }) => engagements.length > 0).map((project): [string, Card[]] => [`花名册：${project.name}`, crew(project)]),
    ['平台出故障（不是工人的问题）', faultPeople.map(({ idNumber, note }) => ({ idNumber, title: '平台故障', note }))],
  ]
  let sections = ''
  for (const [title, cards] of open) sections += `<h2>${title}</h2>${await grid(cards)}`
  for (const [title, cards] of folded) sections += `<details><summary><h2>${title}（${cards.length}）</h2></summary>${await grid(cards)}</details>`
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>演示用苏安码</title><style>
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:1100px;padding:16px;color:#111;background:#fff}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));gap:16px}
figure{margin:0;padding:12px;border:1px solid #999;border-radius:8px;text-align:center;position:relative;break-inside:avoid}
figure::after{content:"演示";position:absolute;top:4px;right:8px;color:#b00020;font-weight:700}
summary{cursor:pointer;min-height:48px}summary h2{display:inline}
svg{width:100%;height:auto}figcaption{overflow-wrap:anywhere}</style></head><body>
<h1>演示用苏安码</h1><p>下面的人都是虚构的，号码不属于任何人。登录后开始巡查，用手机扫描另一块屏幕上的码。</p>${sections}</body></html>`
}

function people(colour: DemoPerson['colour']): Card[] {
  return writtenPeople.filter((person) => person.colour === colour).map(cardOf)
}

/** Who is on the roster, each once; those whose term has ended or not begun are told apart by the check, not here. */
function crew({ engagements }: DemoProject): Card[] {
  return [...new Set(engagements.map(({ person }) => person))].map(cardOf)
}

function cardOf({ idNumber, name, note }: DemoPerson): Card {
  return { idNumber, title: name, note }
}

/** A code takes milliseconds to draw and there are hundreds: other requests are let in between. */
async function grid(cards: readonly Card[]): Promise<string> {
  let figures = ''
  for (const [index, { idNumber, title, note }] of cards.entries()) {
    figures += `<figure>${drawCode(codeText(idNumber, index))}<figcaption><b>${title}</b><br>${note}<br><small>${idNumber}</small></figcaption></figure>`
    await setImmediate()
  }
  return `<div class="cards">${figures}</div>`
}

/** A stroke for each run of dark dots: a quarter of what the library's own drawing takes. */
function drawCode(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const strokes = data.flatMap((row, y) => [...row.map((dark) => (dark ? '1' : '0')).join('').matchAll(/1+/g)].map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${strokes.join('')}"/></svg>`
}
