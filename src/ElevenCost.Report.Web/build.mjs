// Bundles the page of the report into dist/report.js and dist/report.css: node build.mjs
// Several builds of one tree may want it at once, each configuration in a process of its own: one works, the others wait and find it done.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');
const lock = join(root, 'node_modules.lock');
const longestBuild = 10 * 60 * 1000;

function sources() {
  const files = [...readdirSync(join(root, 'src')).sort().map(name => join('src', name)), 'build.mjs', 'package.json', 'package-lock.json'];
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.replaceAll('\\', '/') + '\0').update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function isDone(hash) {
  const stamp = join(dist, 'sources.sha256');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && existsSync(join(dist, 'report.js')) && existsSync(join(dist, 'report.css'));
}

async function locked(work) {
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
    if (age > longestBuild) rmSync(lock, { recursive: true, force: true });
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  try {
    await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function install() {
  const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  const stamp = join(root, 'node_modules', '.lock.sha256');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // esbuild's install script only looks for its binary again, which the package of the platform holds.
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (npm.status !== 0) throw new Error('npm ci failed: the packages of the report could not be installed.');
  writeFileSync(stamp, wanted);
}

async function bundle() {
  const esbuild = await import(pathToFileURL(join(root, 'node_modules', 'esbuild', 'lib', 'main.js')));
  const result = await (esbuild.build ?? esbuild.default.build)({
    absWorkingDir: root, entryPoints: { report: 'src/main.js' }, outdir: 'dist', write: false, bundle: true, minify: true, format: 'iife', target: 'es2022',
    charset: 'utf8', legalComments: 'none',
  });
  mkdirSync(dist, { recursive: true });
  const notices = licences();
  for (const file of result.outputFiles) {
    const text = file.path.endsWith('.js') ? notices + file.text : file.text;
    // Within an HTML element nothing may end it.
    if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`${file.path} holds what would end its element.`);
    const target = join(dist, file.path.endsWith('.js') ? 'report.js' : 'report.css');
    writeFileSync(`${target}.tmp`, text);
    renameSync(`${target}.tmp`, target);
  }
}

// What is bundled asks for its notice to go along.
function licences() {
  const names = readdirSync(join(root, 'node_modules')).filter(name => /^(d3-|internmap)/.test(name)).sort();
  const text = readFileSync(join(root, 'node_modules', 'd3-scale', 'LICENSE'), 'utf8').replaceAll('*/', '* /').trim();
  return `/*! With parts of ${names.join(', ')} (https://d3js.org)\n${text} */\n`;
}

await locked(async () => {
  const hash = sources();
  if (!isDone(hash)) {
    install();
    await bundle();
    writeFileSync(join(dist, 'sources.sha256'), hash);
  }
  // The build looks at times, not at content.
  const now = new Date();
  for (const name of ['report.js', 'report.css']) utimesSync(join(dist, name), now, now);
});
