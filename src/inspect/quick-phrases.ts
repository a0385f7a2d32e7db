/** Sentences that inspectors write again and again, put in with one tap. They state what was done, never who is to blame. */
export const quickPhrases = [
  '已告知现场负责人',
  '已要求停止作业',
  '已当场整改到位',
  '已指导申领苏安码',
  '负责人不在现场',
] as const
