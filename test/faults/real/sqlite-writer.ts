/** The control of the server's power cut: rows into a SQLite file that does not wait for the disk. Tells each commit on its output. */
import { writeSync } from 'node:fs'
import BetterSqlite from 'better-sqlite3'

const [file = ''] = process.argv.slice(2)
const db = new BetterSqlite(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = NORMAL')
db.exec('create table if not exists row (n integer primary key, text text not null)')
const insert = db.prepare('insert into row (text) values (?)')
const text = 'x'.repeat(500)
setInterval(() => writeSync(1, `${Number(insert.run(text).lastInsertRowid)}\n`), 5)
