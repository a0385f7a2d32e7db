/** `npm run test:platform`: whether a service of interface V3.0 and our settings for it agree. Reads only, unless PLATFORM_TEST_UPLOAD=1. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { answerSchema } from '#domain/check.ts'
import { checkCharacter, type IdNumber } from '#domain/identity.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import * as v from 'valibot'
import { callForm, needsVendorNumber } from '../../server/platform/calls.ts'
import { createGateway, type PlatformGateway } from '../../server/platform/gateway.ts'
import type { FaceImage, Outcome } from '../../server/platform/results.ts'
import type { PlatformSettings } from '../../server/platform/settings.ts'
import { facePng } from '../../server/platform/simulator/face.ts'
import type { Trouble } from '../../server/platform/trouble.ts'
import { targets } from './targets.ts'

/** Sequence 000 is given to nobody. */
const NOBODY = `32058119420229000${checkCharacter('32058119420229000')}` as IdNumber
const STRANGE_PROJECT = '00000000-0000-4000-8000-00000000000019000101'

describe.each(targets)('$name', ({ settings: given, person, project, emptyProjects, uploads, open }) => {
  let settings = given
  let close = async (): Promise<void> => {}
  const gateways: PlatformGateway[] = []
  let troubles: Trouble[] = []

  beforeAll(async () => {
    const opened = await open()
    settings = { ...given, endpoint: opened.endpoint }
    close = opened.close
  })
  afterEach(async () => {
    for (const gateway of gateways.splice(0)) await gateway.close()
    troubles = []
  })
  afterAll(async () => {
    await probe.close()
    await close()
  })

  /** A gateway that sees every reply: no memory, no breaker. `ahead`: how far our own clock is wrong (ms). */
  function gatewayWith(change: Partial<PlatformSettings> = {}, ahead = 0): PlatformGateway {
    const gateway = createGateway({ ...settings, rememberMs: 0, breaker: { ...settings.breaker, faultsInARow: 1_000 }, ...change }, { now: () => Date.now() + ahead, report: (trouble) => troubles.push(trouble) })
    gateways.push(gateway)
    return gateway
  }
  const probe = createGateway(given, { now: () => 0, report: () => {} })
  const offers = (call: Parameters<PlatformGateway['enabled']>[0]): boolean => probe.enabled(call) && (project !== null || !needsVendorNumber(call))
  const valueOf = <T>(outcome: Outcome<T>): T => {
    if (outcome.kind === 'fault') throw new Error(`fault ${outcome.fault}: ${troubles.map(({ detail }) => detail).join('; ')}`)
    return outcome.value
  }
  const about = project ?? ''

  it('tells the code of the test person, and nothing about it is odd', async () => {
    const gateway = gatewayWith()
    const answer = v.parse(answerSchema, await gateway.ask(person))
    expect(answer, troubles.map(({ detail }) => detail).join('; ')).toMatchObject({ kind: 'code' })
    expect(gateway.stats().alarms.filter(({ alarm }) => alarm !== 'charset' && alarm !== 'mended-json')).toEqual([])
  })

  it('says of somebody who does not exist that there is no record', async () => {
    expect(await gatewayWith().ask(NOBODY)).toMatchObject({ kind: 'no-record' })
  })

  it('shows its clock, which is ours within five minutes', async () => {
    const gateway = gatewayWith()
    await gateway.ask(person)
    expect(Math.abs(gateway.stats().clockDifferenceMs ?? NaN)).toBeLessThan(5 * MINUTE)
  })

  it.each<[string, Partial<PlatformSettings>, readonly string[]]>([
    ['with a wrong token', { token: 'NOBODYS-TOKEN' }, ['auth']],
    ['with a parameter that it does not know', { calls: { ...given.calls, GetSAMInfo: callForm('GetSAMInfo', given.calls.GetSAMInfo?.name ?? '', { ...given.calls.GetSAMInfo?.parameters, zjhm: 'zjhmX' }, given.calls.GetSAMInfo?.action) } }, ['param', 'auth', 'http', 'soap-fault']],
    ...(given.protocol === 'form' ? [] : [
      ['under a wrong namespace', { namespace: `${given.namespace}x/` }, ['param', 'auth', 'soap-fault', 'platform']],
      ['under a wrong SOAPAction', { soapActionBase: 'urn:nobody/' }, ['soap-fault', 'http']],
    ] satisfies [string, Partial<PlatformSettings>, string[]][]),
  ])('%s blames nobody, whether there is a record or none', async (_what, change, faults) => {
    const gateway = gatewayWith(change)
    for (const id of [person, NOBODY]) {
      const answer = await gateway.ask(id)
      expect(answer.kind).toBe('fault')
      expect(faults).toContain(answer.kind === 'fault' && answer.fault)
    }
  })

  it('refuses the check word of another day, which is a fault of ours', async () => {
    const answer = await gatewayWith({}, 3 * DAY).ask(person)
    expect(answer.kind === 'fault' && ['auth', 'clock'].includes(answer.fault)).toBe(true)
  })

  if (offers('GetProject')) {
    it('knows the project, its firms, its people and their engagements, all of that one project', async () => {
      const gateway = gatewayWith()
      const found = valueOf(await gateway.project(about))
      expect(found).not.toBeNull()
      expect(valueOf(await gateway.enterprises(about)).every((firm) => firm.projectNumber === found?.number)).toBe(true)
      const workers = valueOf(await gateway.workers(about))
      expect(workers.length).toBeGreaterThan(0)
      const people = new Set(workers.map((worker) => worker.idNumber))
      const engagements = valueOf(await gateway.engagements(about))
      expect(engagements.every((one) => people.has(one.idNumber) && one.projectNumber === found?.number)).toBe(true)
      expect(gateway.stats().alarms.filter(({ alarm }) => alarm !== 'charset')).toEqual([])
    })

    it('finds nothing for a fingerprint that nobody has, or refuses it: never another project', async () => {
      const gateway = gatewayWith()
      const [one, workers] = [await gateway.project(STRANGE_PROJECT), await gateway.workers(STRANGE_PROJECT)]
      expect(one.kind === 'fault' || one.value === null).toBe(true)
      expect(workers.kind === 'fault' || workers.value.length === 0).toBe(true)
    })

    it('refuses a vendor number that it does not know: not as an empty roster', async () => {
      const gateway = gatewayWith({ bagsBH: '91320581MA00000000' })
      expect([await gateway.workers(about), await gateway.project(about)]).toMatchObject([{ kind: 'fault' }, { kind: 'fault' }])
    })

    if (given.protocol !== 'form') {
      it('under a wrong namespace never gives anybody’s roster', async () => {
        const gateway = gatewayWith({ namespace: `${given.namespace}x/` })
        const lists = [await gateway.workers(about), await gateway.engagements(about), await gateway.enterprises(about)]
        expect(lists.every((list) => list.kind === 'fault' || list.value.length === 0)).toBe(true)
      })
    }

    it.each(emptyProjects)('has nobody on the empty project %#', async (empty) => {
      const gateway = gatewayWith()
      expect([valueOf(await gateway.enterprises(empty)), valueOf(await gateway.workers(empty)), valueOf(await gateway.engagements(empty))]).toEqual([[], [], []])
    })
  }

  const isPicture = (image: FaceImage | null): boolean => image !== null && image.bytes.length > 100

  if (offers('GetWorkerImage-project')) {
    it('gives the photograph of the card by its first form, and of nobody none', async () => {
      const gateway = gatewayWith()
      expect(isPicture(valueOf(await gateway.cardImage(about, person)))).toBe(true)
      const nobodys = await gateway.cardImage(about, NOBODY)
      expect(nobodys.kind === 'fault' || nobodys.value === null).toBe(true)
    })
  }

  if (offers('GetWorkerImage-person')) {
    it('gives the photograph of the register by its second form, and of nobody none', async () => {
      const gateway = gatewayWith()
      expect(isPicture(valueOf(await gateway.faceImage(person)))).toBe(true)
      const nobodys = await gateway.faceImage(NOBODY)
      expect(nobodys.kind === 'fault' || nobodys.value === null).toBe(true)
    })

    it('never gives a photograph when the second form is asked for by the first one’s name', async () => {
      const { name, action } = given.calls['GetWorkerImage-project'] ?? { name: 'GetWorkerImage', action: 'GetWorkerImage' }
      const calls = { ...given.calls, 'GetWorkerImage-person': callForm('GetWorkerImage-person', name, given.calls['GetWorkerImage-person']?.parameters, action) }
      const image = await gatewayWith({ calls }).faceImage(person)
      expect(image.kind === 'fault' || image.value === null).toBe(true)
    })
  }

  if (offers('GetKqxx')) {
    it('knows nothing of a passage that nobody filed', async () => {
      const record = { idNumber: NOBODY, at: Date.now() - HOUR, direction: 'in' } as const
      expect(valueOf(await gatewayWith().attendance(about, record)).kind).toBe('unknown')
    })
  }

  if (uploads && offers('UploadKqxx')) {
    it('takes a passage and judges it', async () => {
      const gateway = gatewayWith()
      const record = { idNumber: person, at: Date.now() - HOUR, direction: 'in' } as const
      expect(valueOf(await gateway.uploadAttendance(about, record, facePng(person))).kind).toBe('taken')
      await expect.poll(async () => valueOf(await gateway.attendance(about, record)).kind, { timeout: 15_000, interval: 200 }).toMatch(/^(valid|invalid)$/)
    })
  }
})
