// Keeps exactly this version of the page for use without a network: the page, its programs and the head of the corpus
// at once, the other shards of the corpus when they were read. Paths are relative to this file, so that the folder works
// wherever it lies; caches belong to the whole site, so their names carry the folder.
'use strict';

const FILES = {{files}};
const FAMILY = `tifa ${registration.scope} `;
const CACHE = `${FAMILY}{{version}}`;
const isShard = (file) => /^[a-z]+(-[a-z\d]+)?\.{{shards}}\.js$/.test(file);

// Hashed names never change their content; the page itself is asked for anew.
const fresh = (file) => new Request(file, { cache: file === './' ? 'no-cache' : 'default' });

addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map(fresh))));
});

addEventListener('activate', (event) => {
  const old = (name) => name.startsWith(FAMILY) && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

// The page comes from the network while there is one, so that a new version shows at once; its parts, whose names
// are their content, come from the cache.
async function page(request) {
  try {
    const response = await fetch(request);
    if (response.ok) return response;
  } catch {
    // No network: the kept page below.
  }
  const kept = await (await caches.open(CACHE)).match('./');
  return kept ?? Response.error();
}

async function part(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  // A disk that is full keeps no reader from reading.
  if (response.ok) cache.put(request, response.clone()).catch(() => {});
  return response;
}

// What the page has loaded on its first visit, before it came through here.
addEventListener('message', (event) => {
  const kept = caches.open(CACHE).then((cache) => Promise.all(event.data.keep.filter(isShard)
    .map(async (file) => await cache.match(file) ?? cache.add(file))));
  event.waitUntil(kept.catch(() => {}));
});

addEventListener('fetch', (event) => {
  const url = event.request.url.split(/[?#]/)[0];
  if (event.request.method !== 'GET' || !url.startsWith(registration.scope)) return;
  const file = url.slice(registration.scope.length);
  if (file === '' || file === 'index.html') event.respondWith(page(event.request));
  else if (FILES.includes(file) || isShard(file)) event.respondWith(part(event.request));
});
