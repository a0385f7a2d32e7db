import { describe, expect, it } from 'vitest'
import { killCampaign } from './kill-campaign.ts'

describe('a phone and a server that are killed in the middle of their work', () => {
  it('lose nothing, double nothing and leave nothing half-written', async () => {
    const { lost, doubled, torn, acknowledged, delivered } = await killCampaign({ seed: 20261122, phoneCuts: 5, serverCuts: 3 })
    expect({ lost, doubled, torn }).toEqual({ lost: [], doubled: [], torn: [] })
    expect(acknowledged).toBeGreaterThan(50)
    expect(delivered).toBeGreaterThanOrEqual(acknowledged)
  }, 180_000)
})
