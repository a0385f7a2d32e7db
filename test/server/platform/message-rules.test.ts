import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { defaultMessageRules, faultOf, meaningOf, meanings, readMessageRules } from '../../../server/platform/message-rules.ts'

describe('what a failure message means', () => {
  it.each([
    ['未查询到该人员的苏安码信息', 'no-record'],
    ['未查到该工人信息', 'no-record'],
    ['没有找到该人员', 'no-record'],
    ['查无此人', 'no-record'],
    ['该人员未申领苏安码', 'no-record'],
    ['人员信息不存在', 'no-record'],
    ['校验密码错误', 'auth'],
    ['Token无效', 'auth'],
    ['未查询到该设备服务商', 'auth'],
    ['无权限查询该人员', 'auth'],
    ['参数不能为空', 'param'],
    ['身份证号码格式不正确', 'param'],
    ['证件号码有误', 'param'],
    ['参数【bsgsBH】 没有上传权限', 'auth'],
    ['参数【bagsBH】没有上传权限', 'auth'],
    ['参数【image】 为空或不是有效的图片', 'refused'],
    ['未查询到该考勤记录', 'no-attendance'],
    ['未查询到该人员的考勤信息', 'no-attendance'],
    ['校验密码已过期', 'clock'],
    ['访问过于频繁，请稍后再试', 'rate'],
    ['数据库连接异常，未查询到该人员', 'platform'],
    ['系统维护中', 'platform'],
  ])('%s: %s', (message, meaning) => {
    expect(meaningOf(message, defaultMessageRules)).toBe(meaning)
  })

  it.each(['失败原因', '', '未查询到数据', '暂无数据', '操作失败', '苏安码已注销', 'null'])(
    '"%s" is not known and blames nobody', (message) => {
      expect(meaningOf(message, defaultMessageRules)).toBe('platform')
    },
  )
})

describe('the file of rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'suan-xun-rules-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'rules.json')
  const read = (text: string) => {
    writeFileSync(path, text)
    return readMessageRules(path)
  }

  it('is read in its order, whatever the letter case of a message', () => {
    const rules = read(JSON.stringify({ rules: [{ pattern: '^E10\\d', means: 'auth', comment: '演示' }, { pattern: '^E1', means: 'no-record' }] }))
    expect(['e101', 'e12', 'x'].map((message) => meaningOf(message, rules))).toEqual(['auth', 'no-record', 'platform'])
  })

  it.each([
    ['a pattern that is none', { rules: [{ pattern: 'a', means: 'auth' }, { pattern: '(', means: 'auth' }] }, 'rules 2 pattern'],
    ['a meaning that nobody knows', { rules: [{ pattern: 'a', means: 'green' }] }, 'rules 1 means'],
    ['a pattern for everything', { rules: [{ pattern: '', means: 'no-record' }] }, 'rules 1 pattern'],
    ['no rules', {}, 'rules'],
  ])('with %s is refused by name', (_what, rules, name) => {
    expect(() => read(JSON.stringify(rules))).toThrow(`message rules: `)
    expect(() => read(JSON.stringify(rules))).toThrow(name)
  })

  it('that the product brings says why each rule is there', () => {
    const text = readFileSync(resolve(import.meta.dirname, '../../../server/platform/message-rules.json'), 'utf8')
    const { rules } = JSON.parse(text) as { rules: { comment?: string }[] }
    expect(rules).toHaveLength(defaultMessageRules.length)
    for (const rule of rules) expect(rule.comment).toMatch(/./)
  })

  it('has its meanings explained in the manual', () => {
    const manual = readFileSync(resolve(import.meta.dirname, '../../../docs/platform-messages.md'), 'utf8')
    for (const meaning of meanings) expect(manual).toContain(`| \`${meaning}\` |`)
  })
})

describe('a message', () => {
  it('of any length is judged by its first 500 characters, at once', () => {
    const began = performance.now()
    expect(meaningOf(`${'未'.repeat(500)}查询到该人员，校验密码错误`, defaultMessageRules)).toBe('platform')
    for (const part of ['未查询到', '没有查到', '参数', '身份证', ' ', 'pass']) meaningOf(part.repeat(1_000_000), defaultMessageRules)
    expect(performance.now() - began).toBeLessThan(500)
  })

  it('that answers another question is a fault of the platform', () => {
    expect(meanings.map(faultOf)).toEqual(['auth', 'param', 'rate', 'clock', 'platform', 'platform', 'platform', 'platform'])
  })
})
