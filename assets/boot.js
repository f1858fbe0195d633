// Starts the page: language and theme before the first paint, then the program and the engine in its worker.
// It also owns the static panels of index.html, and works when the program does not. No request is made from the
// single page; in the static folder the parts are scripts beside it, named in `data-file`: these load from a disk, too.
(() => {
  'use strict';

  const root = document.documentElement;
  const store = (key) => {
    try { return localStorage.getItem(key); } catch { return null; }
  };

  const lang = store('tifa.lang');
  root.lang = ['zh-Hans', 'en'].includes(lang) ? lang : /^zh\b/i.test(navigator.language) ? 'zh-Hans' : 'en';
  const theme = store('tifa.theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;

  // The state chooses the panel. The first fault is the cause, those after it are its echoes.
  const FAULTS = { unsupported: 'tifa-unsupported', corpus: 'tifa-corpus-fault', crashed: 'tifa-crashed' };
  let fault = null;
  const fail = (state, message) => {
    if (fault) return;
    fault = { state, message: String(message ?? '') };
    root.dataset.state = state;
    describe();
  };
  const describe = () => {
    const place = fault && document.querySelector(`#${FAULTS[fault.state]} .panel-what`);
    if (place) place.textContent = fault.message;
  };
  const words = (error) => (error && error.message) || String(error);

  // What the reader changed and this browser does not keep, as lines of JSON.
  let unkept = [];

  globalThis.tifa = {
    // The program cannot go on. Safe to call when the wasm is dead.
    crashed: (message) => fail('crashed', message),
    // The corpus cannot be read: what and where.
    corpusFault: (message) => fail('corpus', message),
    // How far the loading is, while the program shows nothing of its own.
    progress: (done, total) => {
      const bar = document.getElementById('tifa-progress');
      if (bar) { bar.max = total; bar.value = done; }
    },
    // What a script beside the page calls: its name, and its bytes as gzip, seven bits in each character.
    shard: (name, text) => awaited.get(name)?.(text),
    // The worker that reads files in and writes files out. Nothing of it is touched before it is needed.
    clerk: () => {
      const worker = launch('function program() {', text('clerk-glue'), 'return tifa_clerk; }',
        decodeSevens, compile, text('clerk-worker'));
      part('clerk').then((program) => ({ program }), (error) => ({ fault: words(error) }))
        .then((first) => worker.postMessage(first));
      return worker;
    },
    // Has the clerk write a corpus; it gets the programs of this page along, for another page.
    write: (worker, order, corpus) => {
      Promise.all(['glue', 'wasm', 'clerk-glue', 'clerk'].map(part)).catch(() => undefined)
        .then((parts) => worker.postMessage({ tasks: [{ order, corpus, parts, isLook: true }] }, [corpus.buffer]));
    },
  };

  // What is a function of its own up to `compile` runs in the page and, by its source, in a worker.

  // A cut end is no error here: gzip knows its own length and sum, and tells.
  function decode(text) {
    const whole = text.length % 4 === 1 ? text.slice(0, -1) : text;
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(whole);
    const binary = atob(whole);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }

  // The program's own bytes, seven bits in each character: `sevens` in src/page/write.rs packs them.
  function decodeSevens(text) {
    const bytes = new Uint8Array((text.length * 7) >> 3);
    for (let i = 0, at = 0, kept = 0, bits = 0; i < text.length; i++) {
      kept = (kept << 7) | (text.charCodeAt(i) & 127);
      bits += 7;
      if (bits >= 8) { bits -= 8; bytes[at++] = kept >> bits; }
    }
    return bytes;
  }

  // A host may have decoded the file on its way here; then there is nothing to unpack.
  function unpack(bytes) {
    const stream = new Blob([bytes]).stream();
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return isPacked ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
  }

  // Compiling begins while the rest is still being unpacked, slice by slice, so that the page answers: eight characters
  // are seven bytes.
  function compile(program) {
    let at = 0;
    const packed = new ReadableStream({
      pull: (controller) => at < program.length
        ? controller.enqueue(decodeSevens(program.slice(at, at += 1 << 16))) : controller.close(),
    }, { highWaterMark: 0 });
    const headers = { 'content-type': 'application/wasm' };
    return WebAssembly.compileStreaming(new Response(packed.pipeThrough(new DecompressionStream('gzip')), { headers }));
  }

  // What was loaded before there was somebody to keep it for the time without a network.
  const files = [];
  let keeper = null;
  const keep = () => keeper?.postMessage({ keep: files.splice(0) });

  // The text of a script beside the page. Whoever asks while it is on its way gets the same.
  const awaited = new Map();
  const loading = new Map();
  const shard = (file) => loading.get(file) ?? load(file);
  function load(file) {
    const name = file.split('.')[0];
    const script = document.createElement('script');
    files.push(file);
    const loaded = new Promise((resolve, reject) => {
      awaited.set(name, resolve);
      // It has called by then, or is none of ours.
      script.onload = () => reject(new Error(`${file}: it is damaged`));
      script.onerror = () => reject(new Error(`${file}: it cannot be loaded`));
      script.src = file;
      document.head.append(script);
    }).finally(() => {
      awaited.delete(name);
      loading.delete(file);
      script.remove();
      keep();
    });
    loading.set(file, loaded);
    return loaded;
  }

  // A part as it lies in the page or beside it.
  async function part(name) {
    const element = document.getElementById(`tifa-${name}`);
    if (!element) throw new Error('it is missing; the file is incomplete');
    const file = element.dataset.file;
    return file ? shard(file) : element.textContent;
  }
  const text = (name) => document.getElementById(`tifa-${name}`).textContent;

  // The corpus as it lies in the page, or its head as it lies beside. A large one does not stay in the memory of the
  // page: a Blob, which the browser may put on its disk, takes its place, part by part, so that the page answers.
  const LARGE = 1 << 22;
  const PIECE = 1 << 20;
  let coming = null;
  const corpus = () => coming ??= moved();
  async function moved() {
    const element = document.getElementById('tifa-corpus');
    const texts = [...element?.childNodes ?? []];
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (folder() || length < LARGE) return part('corpus');
    const pieces = [];
    // It is never one string in a variable: that would stay until the browser looks for garbage.
    for (const text of texts) {
      for (let at = 0; at < text.length; at += PIECE) {
        pieces.push(new Blob([text.substringData(at, PIECE)]));
        await new Promise((resolve) => setTimeout(resolve));
      }
      text.data = '';
    }
    element.textContent = '';
    return new Blob(pieces);
  }

  // A worker made of code in the page, from a Blob, which works on file:// too.
  function launch(...sources) {
    return new Worker(URL.createObjectURL(new Blob([sources.join('\n')], { type: 'text/javascript' })));
  }

  // The engine's worker: the glue and assets/worker.js.
  function spawn() {
    const worker = launch(text('glue'), decode, decodeSevens, unpack, keeping, text('worker'));
    worker.addEventListener('error', (event) => fail('crashed', event.message || 'the worker could not start'));
    worker.addEventListener('messageerror', () => fail('crashed', 'a message to or from the worker could not be read'));
    return worker;
  }

  // What the names of the shards of a folder end in, behind `head`; nothing for a single page.
  const folder = () => document.getElementById('tifa-corpus')?.dataset.file?.slice('head'.length);

  // Under which name this browser keeps what the reader adds: that of the corpus, or of the folder's address.
  const name = () => document.getElementById('tifa-corpus')?.dataset.id ?? location.href.split(/[?#]/)[0];

  // The link that the page opens with, if its address has none.
  const view = () => document.getElementById('tifa-corpus')?.dataset.view;

  async function start() {
    if (!globalThis.WebAssembly || !globalThis.DecompressionStream || !globalThis.Worker) return fail('unsupported');
    if (view() && !location.hash) location.replace(view().replace(/^#?/, '#'));
    const compiling = part('wasm').then(compile);
    compiling.catch(() => {});
    let worker;
    try {
      worker = spawn();
    } catch (error) {
      return fail('crashed', words(error));
    }
    // The worker's own channel belongs to the program; what goes wrong outside of it has this one.
    const faults = new MessageChannel();
    faults.port1.onmessage = ({ data }) => {
      if (data.unkept) unkept = data.unkept;
      else if (data.shard) hand(data.shard);
      else fail(data.state, data.message);
    };
    // Hands the worker a shard, which only the page can load.
    const hand = (name) => shard(name + folder())
      .then((text) => ({ name, text }), (error) => ({ name, refusal: words(error) }))
      .then((told) => faults.port1.postMessage(told));
    try {
      // The worker unpacks the corpus while the page compiles the program.
      const lies = await corpus();
      worker.postMessage({ corpus: lies, isHead: !!folder(), page: name(), faults: faults.port2 }, [faults.port2]);
    } catch (error) {
      return fail('corpus', `tifa-corpus: ${words(error)}`);
    }
    let module;
    try {
      module = await compiling;
    } catch (error) {
      return fail('crashed', `tifa-wasm: ${words(error)}`);
    }

    try {
      worker.postMessage({ module });
      // In this same task, so that no message of the program comes before there is an ear for it.
      wasm_bindgen.initSync({ module });
      wasm_bindgen.view(worker);
    } catch (error) {
      return fail('crashed', words(error));
    }
    if (folder() && location.protocol !== 'file:') install();
  }

  // A folder on a site can be installed, and read without a network.
  function install() {
    const manifest = document.createElement('link');
    Object.assign(manifest, { rel: 'manifest', href: 'manifest.webmanifest' });
    document.head.append(manifest);
    if (!navigator.serviceWorker) return;
    navigator.serviceWorker.register('sw.js', { updateViaCache: 'none' }).catch(() => {});
    navigator.serviceWorker.ready.then(({ active }) => {
      keeper = active;
      keep();
    });
  }

  // A corpus with what was changed in it, as the engine gives it.
  function changed(json, lines) {
    const corpus = JSON.parse(json);
    const documents = new Map(corpus.documents.map((document) => [document?.id ?? document, document]));
    // The last line of a document counts.
    const changes = new Map(lines.map((line) => JSON.parse(line)).map((change) => [change.id, change]));
    for (const { title, id, gone, document } of [...changes.values()].sort((a, b) => (a.place ?? 0) - (b.place ?? 0))) {
      if (title !== undefined) corpus.title = title;
      if (document) documents.set(id, document);
      if (gone) documents.delete(id);
    }
    corpus.documents = [...documents.values()];
    return JSON.stringify(corpus);
  }

  // The documents of a folder, shard by shard, as a corpus.
  function texts() {
    const encoder = new TextEncoder();
    const title = JSON.stringify(document.title);
    let at = 0;
    return new ReadableStream({
      start: (controller) => controller.enqueue(
        encoder.encode(`{"schema":"tifa-corpus/1","title":${title},"documents":[`)),
      pull: async (controller) => {
        // There is one after the other; where none follows, it was the last.
        const text = await shard(`texts-${at}${folder()}`).catch(() => null);
        if (text === null) {
          controller.enqueue(encoder.encode(']}'));
          return controller.close();
        }
        const lines = (await new Response(unpack(decodeSevens(text))).text()).trim();
        controller.enqueue(encoder.encode((at++ ? ',' : '') + lines.replaceAll('\n', ',')));
      },
    });
  }

  // «Save my data»: the corpus as corpus.json, or as much of it as can be unpacked, and what the reader changed in it.
  async function save({ currentTarget: button }) {
    const lines = [...await keeping(name()).lines().catch(() => []), ...unkept];
    const chunks = [];
    let file = 'corpus.json';
    try {
      const lies = await corpus();
      const packed = lies instanceof Blob ? await lies.text() : lies;
      const reader = folder() ? texts().getReader() : unpack(decode(packed)).getReader();
      for (let read; !(read = await reader.read()).done;) chunks.push(read.value);
      if (lines.length) chunks.splice(0, Infinity, changed(await new Blob(chunks).text(), lines));
    } catch (error) {
      chunks.push(...lines.map((line) => `\n${line}`));
      if (chunks.length === 0) {
        button.disabled = true;
        fault.message += `\n${words(error)}`;
        return describe();
      }
      file = 'corpus-incomplete.json';
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(chunks, { type: 'application/json' }));
    link.download = file;
    link.click();
  }

  // A link into the page may be what crashes it: starting again forgets it.
  function again() {
    location.hash = view() ? '#/library' : '';
    location.reload();
  }

  // A trap that no panic announced: the stack or the memory ran out.
  const trap = (error) => {
    if (globalThis.WebAssembly && error instanceof WebAssembly.RuntimeError) fail('crashed', words(error));
  };
  addEventListener('error', (event) => trap(event.error));
  addEventListener('unhandledrejection', (event) => trap(event.reason));

  root.dataset.state = 'loading';
  document.addEventListener('DOMContentLoaded', () => {
    describe();
    for (const button of document.querySelectorAll('[data-do]')) {
      button.addEventListener('click', button.dataset.do === 'save' ? save : again);
    }
    start();
  });
})();
