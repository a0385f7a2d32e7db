/** Where the generated people are from: the first six digits of a number and what the register says of them. */

export interface Origin {
  prefix: string
  province: string
  city: string
  county: string
}

const origin = (prefix: string, province: string, city: string, county: string): Origin => ({ prefix, province, city, county })

export const origins: readonly Origin[] = [
  origin('320581', '江苏省', '苏州市', '常熟市'),
  origin('320921', '江苏省', '盐城市', '响水县'),
  origin('321322', '江苏省', '宿迁市', '沭阳县'),
  origin('341126', '安徽省', '滁州市', '凤阳县'),
  origin('341522', '安徽省', '六安市', '霍邱县'),
  origin('411525', '河南省', '信阳市', '固始县'),
  origin('412728', '河南省', '周口市', '沈丘县'),
  origin('421182', '湖北省', '黄冈市', '武穴市'),
  origin('511321', '四川省', '南充市', '南部县'),
  origin('522401', '贵州省', '毕节市', '七星关区'),
]

const byPrefix = new Map(origins.map((one) => [one.prefix, one]))

/** What the register says of `idNumber`; of a prefix that is not listed, only that it is from elsewhere. */
export function originOf(idNumber: string): Origin {
  const prefix = idNumber.slice(0, 6)
  return byPrefix.get(prefix) ?? origin(prefix, '其他', '', '')
}
