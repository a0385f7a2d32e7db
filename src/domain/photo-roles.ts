/** What a photograph of a finding shows. Apart from the schemas: whoever only folds needs none of those. */
export const photoRoles = ['before', 'after', 'scene'] as const
export type PhotoRole = (typeof photoRoles)[number]
