// Checks the types of every world: each folder's own tsconfig says where its code runs. `src` holds `src/domain` again, with a DOM.
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const worlds = ['src/domain', 'src', 'src/service-worker', 'server', 'test']
const wrong = worlds.filter((world) => {
  const { status } = spawnSync(join(root, 'node_modules', '.bin', 'vue-tsc'), ['-p', `${world}/tsconfig.json`], { cwd: root, stdio: 'inherit' })
  return status !== 0
})
process.exit(wrong.length === 0 ? 0 : 1)
