import { describe, expect, it } from 'vitest'
import { defaultMessageRules, meaningOf } from '../../../server/platform/message-rules.ts'

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
