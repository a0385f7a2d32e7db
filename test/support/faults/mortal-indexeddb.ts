/** The database of a phone that can die: a transaction that has not ended by then is undone, and nobody hears of one that has. */
import type { Life } from './life.ts'

export function mortalIndexedDB(real: IDBFactory, life: Life): IDBFactory {
  const mortal: Pick<IDBFactory, 'open'> = {
    open(name, version) {
      const request = real.open(name, version)
      hush(request, life, 'success', 'error', 'upgradeneeded')
      request.addEventListener('success', () => { mortalise(request.result, life) })
      return request
    },
  }
  return mortal as IDBFactory
}

function mortalise(db: ReturnType<IDBFactory['open']>['result'], life: Life): void {
  const begin = db.transaction.bind(db)
  const transaction: typeof db.transaction = (...given) => {
    if (!life.cross()) throw new Error('This phone is dead.')
    const tx = begin(...given)
    const forget = life.onEnd(() => {
      try {
        tx.abort()
      } catch {
        // It had ended.
      }
    })
    tx.addEventListener('complete', (event) => {
      forget()
      if (!life.cross()) event.stopImmediatePropagation()
    })
    tx.addEventListener('abort', forget)
    hush(tx, life, 'abort', 'error')
    return tx
  }
  Object.defineProperty(db, 'transaction', { value: transaction, configurable: true, writable: true })
}

function hush(target: { addEventListener: (type: string, listener: (event: { stopImmediatePropagation: () => void }) => void) => void }, life: Life, ...types: string[]): void {
  for (const type of types) {
    target.addEventListener(type, (event) => {
      if (life.over) event.stopImmediatePropagation()
    })
  }
}
