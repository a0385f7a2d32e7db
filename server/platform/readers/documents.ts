/** The methods that answer with an XML document in a string, and the reader of each. */
import type { Engagement, Enterprise, FaceImage, Project, Worker } from '../results.ts'
import type { MessageRule } from '../message-rules.ts'
import { readEngagements } from './engagements.ts'
import { readEnterprises } from './enterprises.ts'
import { readCardImage } from './images.ts'
import { readProject } from './project.ts'
import type { ReadLimits, Reading } from './reading.ts'
import { readWorkers } from './workers.ts'

/** What a document of each kind holds. */
export interface DocumentContents {
  project: Project | null
  enterprises: Enterprise[]
  workers: Worker[]
  engagements: Engagement[]
  cardImage: FaceImage | null
}
export type DocumentKind = keyof DocumentContents

export const documentReaders: {
  readonly [K in DocumentKind]: (text: string, rules: readonly MessageRule[], limits: ReadLimits) => Reading<DocumentContents[K]>
} = {
  project: readProject,
  enterprises: readEnterprises,
  workers: readWorkers,
  engagements: readEngagements,
  cardImage: readCardImage,
}
