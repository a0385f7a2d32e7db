/** Made-up firms. Their credit codes pass the check of GB 32100 and are given to nobody: Changshu gives none that begin with MA0. */

export interface DemoFirm {
  name: string
  creditCode: string
}

export const demoFirms = {
  owner: { name: '演示置业有限公司（虚构）', creditCode: '91320581MA0000015P' },
  townOwner: { name: '示范纺织厂（虚构）', creditCode: '91320581MA0000023J' },
  repair: { name: '演示建筑修缮有限公司（虚构）', creditCode: '91320581MA0000031D' },
  scaffold: { name: '样例脚手架工程有限公司（虚构）', creditCode: '91320581MA000004X5' },
  steel: { name: '示范钢结构工程有限公司（虚构）', creditCode: '91320581MA00000585' },
  electric: { name: '模拟机电安装有限公司（虚构）', creditCode: '91320581MA00000660' },
  general: { name: '样例第一建设集团有限公司（虚构）', creditCode: '91320581MA0000074T' },
  labour: { name: '演示建筑劳务有限公司（虚构）', creditCode: '91320581MA0000082M' },
  decoration: { name: '模拟装饰工程有限公司（虚构）', creditCode: '91320581MA0000090G' },
  supervision: { name: '示范工程监理有限公司（虚构）', creditCode: '91320581MA00001036' },
} as const satisfies Record<string, DemoFirm>
