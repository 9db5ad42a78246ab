import type { Samples } from '../samples.ts'

export const samples: Samples = {
  passes: [
    { 'server/kit/index.ts': "import { commit } from './work/commit.ts'\nimport x from '../work/y.ts'" },
    { 'README.md': 'see server/kit/work/ and https://example.com/tmp/x, or ~/tmp/x' },
    { 'server/kit/postgres/folder.ts': 'const at = `${base}/tmp/florin`\nconst lib = "/usr/lib/postgresql/15/bin"' },
  ],
  fails: [
    { tree: { 'server/app.ts': "const out = '/tmp/florin.log'" }, at: ['server/app.ts:1'] },
    { tree: { 'docs/guide.md': 'cd /work/florin\n\nls /home/ann/florin' }, at: ['docs/guide.md:1', 'docs/guide.md:3'] },
    { tree: { '.ci/run': 'cp x /root/y' }, at: ['.ci/run:1'] },
    { tree: { 'docs/windows.md': 'C:\\Users\\ann' }, at: ['docs/windows.md:1'] },
  ],
}
