/** Which demonstration sites are registered projects of the simulated platform. */
import { demoProjects } from '../platform/simulator/projects.ts'

const [small, middle] = demoProjects

/** The repair of the plant's roof at 梅李 has the small project's roster, the store at 海虞 the middle one's. */
export const demoProjectLinks: readonly { site: string; dataNumber: string }[] = [
  { site: '01900000-0000-7000-8000-000000000003', dataNumber: small.dataNumber },
  { site: '01900000-0000-7000-8000-000000000006', dataNumber: middle.dataNumber },
]
