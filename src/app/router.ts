/** Which screen stands at which address, and who may go there. Rights are enforced by the server; this only spares a dead end. */
import { createRouter, createWebHistory, START_LOCATION, type RouteRecordRaw, type RouterScrollBehavior } from 'vue-router'
import type { Account, Role } from '#domain/contract.ts'
import HomePage from './pages/HomePage.vue'

const inspector: Role[] = ['inspector']
const supervisors: Role[] = ['town-supervisor', 'city-supervisor']
const townSupervisor: Role[] = ['town-supervisor']
const administrator: Role[] = ['administrator']

export const routes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('./SignInScreen.vue') },
  { path: '/', name: 'home', component: HomePage, meta: { roles: inspector } },
  { path: '/sites', name: 'sites', component: () => import('#inspect/SitesScreen.vue'), meta: { roles: inspector } },
  { path: '/sites/new', name: 'site-new', component: () => import('#inspect/RegisterSiteScreen.vue'), meta: { roles: inspector } },
  { path: '/sites/:site/change', name: 'site-change', component: () => import('#inspect/AmendSiteScreen.vue'), props: true, meta: { roles: inspector } },
  { path: '/sites/:site', name: 'site', component: () => import('#inspect/SiteScreen.vue'), props: true, meta: { roles: inspector } },
  // Where the shortcut on the home screen leads: the visit under way, whichever it is.
  { path: '/visits/current/scan', name: 'current-scan', component: () => import('./pages/CurrentVisitPage.vue'), meta: { roles: inspector } },
  { path: '/visits/:visit', name: 'visit', component: () => import('./pages/VisitPage.vue'), props: true, meta: { roles: inspector } },
  { path: '/visits/:visit/scan', name: 'scan', component: () => import('./pages/ScanPage.vue'), props: true, meta: { roles: inspector } },
  { path: '/visits/:visit/checklist', name: 'checklist', component: () => import('#inspect/ChecklistScreen.vue'), props: true, meta: { roles: inspector } },
  { path: '/visits/:visit/finding', name: 'finding', component: () => import('#inspect/FindingScreen.vue'), props: true, meta: { roles: inspector } },
  { path: '/visits/:visit/end', name: 'end', component: () => import('#inspect/EndVisitScreen.vue'), props: true, meta: { roles: inspector } },
  { path: '/visits/:visit/papers', name: 'papers', component: () => import('#inspect/PapersScreen.vue'), props: true, meta: { roles: inspector } },
  { path: '/visits/:visit/papers/new/:type', name: 'paper-new', component: () => import('#inspect/PaperPlanScreen.vue'), props: true, meta: { roles: inspector } },
  { path: '/visits/:visit/papers/:paper', name: 'paper', component: () => import('#inspect/PaperScreen.vue'), props: true, meta: { roles: inspector } },
  { path: '/visits/:visit/papers/:paper/sign', name: 'paper-sign', component: () => import('#inspect/SignScreen.vue'), props: true, meta: { roles: inspector } },
  // Where other apps hand in photos: `share_target` of the manifest.
  { path: '/share', name: 'share', component: () => import('./pages/SharePage.vue'), meta: { roles: inspector } },
  { path: '/pack', name: 'pack', component: () => import('#sync/PackScreen.vue'), meta: { roles: inspector } },
  { path: '/self-check', name: 'self-check', component: () => import('#sync/SelfCheckScreen.vue'), meta: { roles: inspector } },
  { path: '/sync', name: 'sync', component: () => import('#sync/SyncScreen.vue'), meta: { roles: inspector } },
  { path: '/sync/rescue', name: 'rescue', component: () => import('#sync/RescueScreen.vue'), meta: { roles: inspector } },
  { path: '/settings', name: 'settings', component: () => import('./SettingsScreen.vue') },
  { path: '/supervise', name: 'supervise', component: () => import('#supervise/VisitsScreen.vue'), meta: { roles: supervisors } },
  { path: '/supervise/:visit', name: 'supervise-visit', component: () => import('./pages/SuperviseVisitPage.vue'), props: true, meta: { roles: supervisors } },
  { path: '/supervise/:visit/paper', name: 'supervise-paper', component: () => import('#supervise/VisitPaperScreen.vue'), props: true, meta: { roles: supervisors } },
  { path: '/attendance', name: 'attendance', component: () => import('#supervise/AttendanceScreen.vue'), meta: { roles: townSupervisor } },
  { path: '/attendance/new', name: 'attendance-new', component: () => import('#supervise/AttendanceFormScreen.vue'), meta: { roles: townSupervisor } },
  { path: '/status', name: 'status', component: () => import('#supervise/StatusScreen.vue'), meta: { roles: administrator } },
  { path: '/status/projects', name: 'status-projects', component: () => import('#supervise/ProjectsScreen.vue'), meta: { roles: administrator } },
  { path: '/status/samples', name: 'status-samples', component: () => import('#supervise/SamplesScreen.vue'), meta: { roles: administrator } },
  { path: '/status/simulator', name: 'status-simulator', component: () => import('#supervise/SimulatorScreen.vue'), meta: { roles: administrator } },
  { path: '/:rest(.*)*', redirect: '/' },
]

declare module 'vue-router' {
  interface RouteMeta {
    roles?: Role[]
  }
}

/** Back to where a page was left. The first page is at its top already; asking for that would cost a layout at the start. */
const scrollBehavior: RouterScrollBehavior = (_to, from, saved) => saved ?? (from === START_LOCATION ? false : { top: 0 })

/** The page each role starts from. */
function startOf(role: Role): string {
  switch (role) {
    case 'inspector':
      return '/'
    case 'town-supervisor':
    case 'city-supervisor':
      return '/supervise'
    case 'administrator':
      return '/status'
  }
}

export function createAppRouter(account: () => Account | null) {
  const router = createRouter({ history: createWebHistory(), routes, scrollBehavior })
  router.beforeEach((to) => {
    const who = account()
    if (who === null) return to.name === 'sign-in' ? true : { name: 'sign-in' }
    const roles = to.meta.roles
    return roles === undefined || roles.includes(who.role) ? true : startOf(who.role)
  })
  return router
}
