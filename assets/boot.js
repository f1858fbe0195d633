// Starts the page: language and theme before the first paint, then the program and the engine in its worker.
// It also owns the static panels of index.html, and works when the program does not. No request is made from the
// single page; in the static folder the two parts are files beside it, named in `data-file`.
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
  const FAULTS = { unsupported: 'tifa-unsupported', folder: 'tifa-folder', corpus: 'tifa-corpus-fault', crashed: 'tifa-crashed' };
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

  // The newest corpus, if the program has handed one over.
  let kept = null;

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
    // What «save my data» saves from now on: the corpus as JSON, a string or a Blob. Null: that of the page again.
    keep: (corpus) => { kept = corpus; },
  };

  // `decode` and `unpack` run in the page and, by their source, in the worker.

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

  // A part as it lies in the page (text) or beside it (bytes).
  async function part(name) {
    const element = document.getElementById(`tifa-${name}`);
    if (!element) throw new Error('it is missing; the file is incomplete');
    const file = element.dataset.file;
    if (!file) return element.textContent;
    try {
      const response = await fetch(file);
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      throw new Error(`${file}: ${words(error)}`);
    }
  }
  const bytes = (data, decoder) => (typeof data === 'string' ? decoder(data) : data);

  // Compiling begins while the rest is still being unpacked.
  async function compile() {
    const stream = unpack(bytes(await part('wasm'), decodeSevens));
    return WebAssembly.compileStreaming(new Response(stream, { headers: { 'content-type': 'application/wasm' } }));
  }

  // The engine's worker: the glue and assets/worker.js, from a Blob, which works on file:// too.
  function spawn() {
    const text = (id) => document.getElementById(id).textContent;
    const source = [text('tifa-glue'), decode, unpack, text('tifa-worker')].join('\n');
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
    worker.addEventListener('error', (event) => fail('crashed', event.message || 'the worker could not start'));
    worker.addEventListener('messageerror', () => fail('crashed', 'a message to or from the worker could not be read'));
    return worker;
  }

  async function start() {
    if (!globalThis.WebAssembly || !globalThis.DecompressionStream || !globalThis.Worker) return fail('unsupported');
    const bundled = !!document.querySelector('#tifa-corpus[data-file]');
    if (bundled && location.protocol === 'file:') return fail('folder');

    const compiling = compile();
    compiling.catch(() => {});
    let worker;
    try {
      worker = spawn();
    } catch (error) {
      return fail('crashed', words(error));
    }
    // The worker's own channel belongs to the program; what goes wrong outside of it has this one.
    const faults = new MessageChannel();
    faults.port1.onmessage = ({ data }) => fail(data.state, data.message);
    try {
      // The worker unpacks the corpus while the page compiles the program.
      const corpus = await part('corpus');
      const moved = typeof corpus === 'string' ? [faults.port2] : [faults.port2, corpus.buffer];
      worker.postMessage({ corpus, faults: faults.port2 }, moved);
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
    if (bundled && navigator.serviceWorker) {
      navigator.serviceWorker.register('sw.js', { updateViaCache: 'none' }).catch(() => {});
    }
  }

  // «Save my data»: the corpus as corpus.json, or as much of it as can be unpacked.
  async function save({ currentTarget: button }) {
    let data = kept;
    let name = 'corpus.json';
    if (data === null) {
      const chunks = [];
      try {
        const reader = unpack(bytes(await part('corpus'), decode)).getReader();
        for (let read; !(read = await reader.read()).done;) chunks.push(read.value);
      } catch (error) {
        if (chunks.length === 0) {
          button.disabled = true;
          fault.message += `\n${words(error)}`;
          return describe();
        }
        name = 'corpus-incomplete.json';
      }
      data = new Blob(chunks);
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([data], { type: 'application/json' }));
    link.download = name;
    link.click();
  }

  // A link into the page may be what crashes it: starting again forgets it.
  function again() {
    location.hash = '';
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
