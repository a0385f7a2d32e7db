/** What is written when a paper is issued and when it is handed over. */
import { countIn, temporaryNumber } from '#domain/documents/number.ts'
import { lastDeadline, type NoticePlan } from '#domain/documents/notice-paper.ts'
import { issuerName } from '#domain/documents/site-fields.ts'
import type { DeliveryMethod } from '#domain/entries/notice.ts'
import type { Draft } from '#domain/entries/kinds.ts'
import type { Finding, Notice, Visit } from '#domain/fold.ts'
import { foldNotices } from '#domain/folds/notice.ts'
import type { Any } from '#domain/folds/read.ts'
import type { JottingsDoor } from '#device/doors.ts'

const COUNT = 'papers:count'

/** The next temporary number of this phone. What was counted before is kept on the phone, and seen in what it issued at this site. */
export async function nextTemporaryNumber(jottings: Pick<JottingsDoor, 'find' | 'keep'>, entries: readonly Any[], device: string): Promise<string> {
  const kept = Number(await jottings.find(COUNT)) || 0
  const here = [...foldNotices(entries).values()].map((notice) => countIn(notice.temporaryNumber, device))
  const count = Math.max(kept, ...here) + 1
  await jottings.keep(COUNT, count)
  return temporaryNumber(device, count)
}

/** `document`: the hash of the paper as it was shown. */
export function issueDraft(plan: NoticePlan, visit: Visit, findings: readonly Finding[], number: string, document: string): Draft {
  return {
    kind: 'notice.issued',
    area: visit.area,
    about: { site: plan.site, visit: plan.visit },
    body: {
      type: plan.type,
      number: null,
      temporaryNumber: number,
      template: plan.template,
      unit: issuerName(visit.area),
      findings: [...plan.findings],
      deadline: lastDeadline(findings.filter((finding) => plan.findings.includes(finding.id))),
      document,
      replaces: plan.replaces,
    },
    personal: { officers: plan.officers.map((officer) => ({ ...officer })) },
  }
}

export interface DeliveryForm {
  method: DeliveryMethod
  recipient: string
  tracking: string
  note: string
}

export function deliveryDraft({ area, site, visit, id }: Pick<Notice, 'area' | 'site' | 'visit' | 'id'>, form: DeliveryForm): Draft {
  const [recipient, tracking, note] = [form.recipient.trim(), form.tracking.trim(), form.note.trim()]
  return {
    kind: 'notice.delivered',
    area,
    about: { site, visit, notice: id },
    body: { method: form.method, tracking: form.method === 'post' && tracking !== '' ? tracking : null, ...(note === '' ? {} : { note }) },
    ...(recipient === '' ? {} : { personal: { recipientName: recipient } }),
  }
}
