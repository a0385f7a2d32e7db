/** The decoder worker as it runs in Safari before 16.4: without a canvas. */
Reflect.deleteProperty(globalThis, 'OffscreenCanvas')
await import('#device/decoder/worker.ts')

export {}
