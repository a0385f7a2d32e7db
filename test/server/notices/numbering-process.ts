/** A second server on the same data: numbers what waits until nothing does. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { openDatabase } from '../../../server/database/connection.ts'
import { loadKeys } from '../../../server/ledger/keys.ts'
import { numberWaiting } from '../../../server/notices/numbering.ts'

const folder = process.argv[2]!
const random = (bytes: number) => randomBytes(bytes)
const db = await openDatabase(join(folder, 'suan-xun.db'))
const keys = await loadKeys(join(folder, 'keys'), null, random)
// Begins when the other does.
process.stdout.write('ready\n')
await new Promise((go) => process.stdin.once('data', go))
for (let quiet = 0; quiet < 3; ) {
  const looked = await numberWaiting({ db, keys, now: () => Date.now(), random }).catch((error: { code?: string }) => {
    // The other has the database: tried again, as the server's loop does.
    if (!error.code?.startsWith('SQLITE_BUSY')) throw error
    return 1
  })
  quiet = looked === 0 ? quiet + 1 : 0
}
await db.destroy()
process.stdin.destroy()
