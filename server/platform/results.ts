/**
 * What the methods of interface V3.0 give, field by field (tables of 2.2 and 3.2). The comment behind each field is the wire's own name and
 * type; only the readers beside this file spell it. A field that may be absent (O) is `null` when it is absent, nil or blank.
 */
import type { Day, Instant } from '#domain/time.ts'
import type { PlatformFault } from './trouble.ts'

/** A fault says nothing about any person, project or record. */
export type Outcome<T> = { kind: 'ok'; value: T; answeredAt: Instant } | { kind: 'fault'; fault: PlatformFault; answeredAt: Instant }

/** 2.2.1 GetProject. Decimal amounts stay text: they are shown, never reckoned with. */
export interface Project {
  /** PrjNumber varchar(50) M, 合同备案编号. */
  number: string
  /** PrjName varchar(600) M. */
  name: string
  /** County varchar(20) M, 项目所在区县. */
  county: string
  /** Ssdq varchar(20) O, 项目属地. */
  territory: string | null
  /** PrjAdress varchar(1000) O (spelt so). */
  address: string | null
  /** Jzmj float O, m². */
  floorArea: string | null
  /** Gczj numeric(14,4) O, 万元 (10,000 CNY). */
  cost: string | null
  /** Jsdw varchar(400) M, 建设单位. */
  owner: string
  /** JsdwZzjgdm varchar(20) O, its 社会信用代码. */
  ownerCreditCode: string | null
  /** Jdwlxr varchar(30) O (spelt so). */
  ownerContact: string | null
  /** Jsdwlxdh varchar(30) O. */
  ownerPhone: string | null
}

/** 2.2.2 GetEnterprises. */
export interface Enterprise {
  /** Qymc varchar(400) M. */
  name: string
  /** Qyzzjgdm varchar(100) M, 统一社会信用代码. */
  creditCode: string
  /** PrjNumber varchar(20) M. */
  projectNumber: string
  /** Cjlx varchar(30) M: 总承包、专业承包、专业分包、监理单位、建设单位. */
  role: string
  /** Qylxr varchar(30) O. */
  contact: string | null
  /** Qylxdh varchar(30) O. */
  phone: string | null
}

/** 2.2.3 GetWorkers. The answer may hold more (address, nation, card, photograph); it is read past and never leaves the reader. */
export interface Worker {
  /** WorkerName nvarchar(20) M. */
  name: string
  /** Zjhm varchar(20) M, normalised (no blanks, upper-case X). */
  idNumber: string
  /** Xb nvarchar(2) M. */
  sex: string
  /** Zz nvarchar(100) O. */
  address: string | null
  /** Csrq datetime M; `null` when it cannot be read. */
  born: Day | null
  /** Image M by the table, absent from the example: whether one came. The bytes are dropped. */
  hasImage: boolean
  /** Mz nvarchar(10) M. */
  nation: string
  /** Sfzyxqrq date M. */
  cardFrom: Day | null
  /** Sfzyxzrq date M; cards of elder people say 长期. */
  cardTo: Day | 'long-term' | null
  /** SfzFzjg varchar(100) O. */
  cardIssuer: string | null
  /** Province nvarchar(10) M. */
  province: string
  /** City nvarchar(10) O. */
  city: string | null
  /** County nvarchar(10) O, 所属区县 of the person: not the project's. */
  county: string | null
  /** Lxdh varchar(20) O. */
  phone: string | null
}

/** 2.2.4 GetWorkerHmc, one engagement on the roster (花名册). */
export interface Engagement {
  /** Zjhm varchar(20) M, normalised. */
  idNumber: string
  /** PrjNumber varchar(50) M. */
  projectNumber: string
  /** Qyzzjgdm varchar(100) M. */
  creditCode: string
  /** Bzmc varchar(100) M, 班组. */
  team: string
  /** WorkerType varchar(20) M: 管理人员 or 普通工人. */
  workerType: string
  /** Gwlb varchar(20) O, 岗位 of a manager. */
  post: string | null
  /** TPType varchar(50) O, 工种类别. */
  tradeClass: string | null
  /** TPCodeName varchar(50) O, 工种. */
  trade: string | null
  /** BeginDate datetime M. */
  from: Day | null
  /** EndDate datetime M. */
  to: Day | null
  /** GH int M, 工号: text, leading zeros kept. */
  workNumber: string
}

/** 2.2.3 and 2.2.6 GetWorkerImage. */
export interface FaceImage {
  mime: 'image/jpeg' | 'image/png'
  bytes: Uint8Array
}

/** One passage through the gate (3.2.1): Zjhm, Kqsj, KqFlag, Image. */
export interface AttendanceRecord {
  idNumber: string
  /** Kqsj, sent as `yyyy-MM-dd HH:mm:ss` of Asia/Shanghai. */
  at: Instant
  /** KqFlag: 1 in, 2 out. */
  direction: 'in' | 'out'
}

/** 3.2.1 UploadKqxx. Taken means queued: whether it counts is told by GetKqxx. */
export type UploadResult = { kind: 'taken'; message: string } | { kind: 'refused'; message: string }

/** 3.2.2 GetKqxx, datastate 0, 1, 2. `unknown`: the platform has no such record. */
export type AttendanceJudgement = { kind: 'pending' | 'valid' | 'invalid'; message: string } | { kind: 'unknown'; message: string }
