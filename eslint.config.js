import vue from 'eslint-plugin-vue'
import typescript from 'typescript-eslint'

const doorsOnly = [
  'fetch', 'indexedDB', 'navigator', 'localStorage', 'sessionStorage', 'caches', 'crypto', 'location', 'alert', 'confirm', 'prompt',
].map((name) => ({ name, message: 'The world is reached through a door in src/device/.' }))

const noClock = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Time is an argument.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is an argument.' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Randomness is an argument.' },
]

export default typescript.config(
  { ignores: ['dist/', 'data/', 'node_modules/', 'test-results/', 'certificates/'] },
  ...typescript.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: typescript.parser } },
    rules: { 'vue/max-lines-per-block': ['error', { script: 150, template: 140, style: 140 }] },
  },
  {
    rules: {
      'no-console': 'error',
      'no-undef': 'off',
      eqeqeq: ['error', 'always'],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'vue/multi-word-component-names': 'error',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/require-default-prop': 'off',
      'vue/attributes-order': 'off',
      'vue/component-api-style': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/no-undef-components': ['error', { ignorePatterns: ['RouterLink', 'RouterView'] }],
      'vue/no-v-html': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,vue}', 'server/**/*.ts'],
    ignores: ['src/device/**', 'src/main.ts', 'src/service-worker/**', 'server/main.ts', 'server/cli/**'],
    rules: { 'no-restricted-syntax': ['error', ...noClock] },
  },
  {
    files: ['src/**/*.{ts,vue}'],
    ignores: ['src/device/**', 'src/main.ts', 'src/service-worker/**', 'src/app/**'],
    rules: { 'no-restricted-globals': ['error', ...doorsOnly] },
  },
  { files: ['test/**', 'server/cli/**', 'server/main.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['src/**/*.ts', 'src/**/*.vue', 'server/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.vue'] } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
)
