import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    include: ['test/**/*.test.ts'],
    // Killing browsers and servers takes half a minute: `npm run test:kills`, and with CI set.
    exclude: ['test/e2e/**', ...(process.env['CI'] ? [] : ['test/faults/real/**'])],
    // Dates are rules of Asia/Shanghai whatever the machine's own zone: the suite runs in another one on purpose.
    env: { TZ: process.env['TZ'] ?? 'America/Phoenix' },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Machines that others share stall for seconds now and then; a test that needed its second try is named in the output.
    retry: process.env['CI'] ? 1 : 0,
    // The default leaves one core idle, and most of these tests wait for a database or a socket.
    maxWorkers: 2,
    // Every door is handed in, so files share nothing; a fresh worker for each would double the time.
    isolate: false,
  },
})
