/** The journal's own thread: only there do browsers write to a file at once and say when it is on the disk. */
import { JOURNAL, type Answer, type Order } from './orders.ts'

/** Not in the compiler's list of what a document has. Safari before 16.4 answers all but the first with promises. */
interface SyncAccessHandle {
  write(bytes: Uint8Array, options: { at: number }): number
  truncate(size: number): void | Promise<void>
  flush(): void | Promise<void>
  close(): void | Promise<void>
}
type WorkersFile = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccessHandle> }

/** While a file is open here, no other tab can write to it or remove it. */
const open = new Map<string, SyncAccessHandle>()

async function folder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(JOURNAL, { create: true })
}

async function handleOf(name: string): Promise<SyncAccessHandle> {
  const held = open.get(name)
  if (held !== undefined) return held
  const file = (await (await folder()).getFileHandle(name, { create: true })) as WorkersFile
  const handle = await file.createSyncAccessHandle()
  open.set(name, handle)
  return handle
}

async function obey(order: Order): Promise<void> {
  switch (order.kind) {
    case 'look':
      if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) throw new DOMException('no files that can be written at once', 'NotSupportedError')
      return void (await folder())
    case 'write': {
      const handle = await handleOf(order.file)
      // Fewer than asked for: the disk is full.
      if (handle.write(order.bytes, { at: order.at }) < order.bytes.length) throw new DOMException('the disk is full', 'QuotaExceededError')
      if (order.durable) await handle.flush()
      return
    }
    case 'truncate': {
      const handle = await handleOf(order.file)
      await handle.truncate(order.size)
      await handle.flush()
      return
    }
    case 'remove': {
      await open.get(order.file)?.close()
      open.delete(order.file)
      await (await folder()).removeEntry(order.file)
    }
  }
}

let turn: Promise<unknown> = Promise.resolve()

addEventListener('message', ({ data }: MessageEvent<{ id: number; order: Order }>) => {
  const { id, order } = data
  const say = (answer: Answer) => postMessage(answer)
  turn = turn.then(() => obey(order)).then(
    () => say({ id, trouble: null }),
    (cause: unknown) => say({ id, trouble: cause instanceof DOMException ? { name: cause.name, message: cause.message } : { name: 'UnknownError', message: String(cause) } }),
  )
})
