/** Filled in by the build. */
declare const __APP__: { version: string }
