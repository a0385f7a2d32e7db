import { effectScope, nextTick } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { useJotting } from '#inspect/jotting.ts'
import { findingKey, forgetUnfinished, noteUnfinished, unfinishedFindings } from '#inspect/unfinished.ts'
import { createPhone } from '../support/phone.ts'

interface Form {
  text: string
  bytes: ArrayBuffer | null
}
type Jottings = Awaited<ReturnType<typeof createPhone>>['jottings']

async function open(jottings: Jottings, saved = false) {
  const scope = effectScope()
  const jotting = scope.run(() => useJotting<Form>(jottings, { key: 'form', initial: () => Promise.resolve({ text: '', bytes: null }), plain: (form) => ({ ...form }), saved: () => Promise.resolve(saved) }))!
  await vi.waitFor(() => expect(jotting.form.value).not.toBeNull())
  return { ...jotting, leave: () => scope.stop() }
}

describe('a half-written form', () => {
  it('comes back after the screen was left, photographs included', async () => {
    const { jottings } = await createPhone()
    const first = await open(jottings)
    expect(first.restored.value).toBe(false)
    first.form.value = { text: '临边无防护', bytes: new Uint8Array([1, 2, 3]).buffer }
    await nextTick()
    first.leave()
    await vi.waitFor(async () => expect(await jottings.find('form')).toBeTruthy())
    const again = await open(jottings)
    expect(again.restored.value).toBe(true)
    expect(again.form.value?.text).toBe('临边无防护')
    expect([...new Uint8Array(again.form.value?.bytes ?? new ArrayBuffer(0))]).toEqual([1, 2, 3])
  })

  it('is on the phone a moment after the last key, without leaving the screen', async () => {
    const { jottings } = await createPhone()
    const { form, leave } = await open(jottings)
    form.value!.text = '无'
    await vi.waitFor(async () => expect(await jottings.find('form')).toMatchObject({ text: '无' }), { timeout: 2_000 })
    leave()
  })

  it('that was saved just before the phone died does not come back to be saved twice', async () => {
    const { jottings } = await createPhone()
    await jottings.keep('form', { text: '临边无防护', bytes: null })
    const { form, restored, leave } = await open(jottings, true)
    expect([restored.value, form.value?.text]).toEqual([false, ''])
    expect((await jottings.find('form')) ?? null).toBeNull()
    leave()
  })

  it('that nobody touched leaves nothing behind', async () => {
    const { jottings } = await createPhone()
    const { leave } = await open(jottings)
    leave()
    expect(await jottings.find('form') ?? null).toBeNull()
  })

  it('is forgotten once it is saved, even when a change was still on its way', async () => {
    const { jottings } = await createPhone()
    const { form, drop, leave } = await open(jottings)
    form.value!.text = '无'
    await nextTick()
    await drop()
    leave()
    const again = await open(jottings)
    expect(again.restored.value).toBe(false)
  })
})

describe('findings begun and not saved', () => {
  it('are listed for their visit until they are saved, each once', async () => {
    const { jottings } = await createPhone()
    const item = { checks: [], item: 'L01' }
    const crew = { checks: ['a', 'b'], item: null }
    await noteUnfinished(jottings, 'v', item)
    await noteUnfinished(jottings, 'v', crew)
    await noteUnfinished(jottings, 'v', item)
    expect((await unfinishedFindings(jottings, 'v')).map((form) => form.query)).toEqual([{ check: ['a', 'b'] }, { item: 'L01' }])
    expect(await unfinishedFindings(jottings, 'other')).toEqual([])
    await forgetUnfinished(jottings, 'v', item)
    await forgetUnfinished(jottings, 'v', crew)
    expect(await unfinishedFindings(jottings, 'v')).toEqual([])
    expect(findingKey('v', item)).not.toBe(findingKey('v', crew))
  })
})
