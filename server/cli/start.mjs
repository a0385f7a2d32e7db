// Plain JavaScript, so that a Node too old for the rest can still read it and say so: checks, builds the app when needed, starts.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`当前 Node ${process.versions.node} 太旧，请用 npm start 启动（自带合适的 Node）/ Node ${process.versions.node} is too old: run "npm start", which brings its own.`)
  process.exit(1)
}
if (newest(['src', 'public', 'index.html', 'vite.config.ts', 'package.json']) > newest(['dist/index.html'])) {
  console.log('正在构建应用，约半分钟 … / Building the app, about half a minute …')
  const built = spawnSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
  if (built.status !== 0) {
    console.error('构建失败，见上文 / The build failed, see above.')
    process.exit(1)
  }
}
await import('../main.ts')

/** The latest change (epoch ms) of the files and folders named, 0 when none is there. */
function newest(names) {
  const times = names.map((name) => join(root, name)).filter((path) => existsSync(path)).flatMap(function walk(path) {
    const found = statSync(path)
    return found.isDirectory() ? [found.mtimeMs, ...readdirSync(path).flatMap((name) => walk(join(path, name)))] : [found.mtimeMs]
  })
  return Math.max(0, ...times)
}
