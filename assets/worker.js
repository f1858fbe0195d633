// The engine's worker. Before this stand the glue and, by their source, `decode`, `unpack` and `keeping`.
// The first message brings the corpus, the second the compiled program; each later one is a request, or lines of
// documents to take over, and is answered in order by the program itself.
(() => {
  'use strict';

  let faults = null;
  let ready = null;
  let broken = false;

  const words = (error) => (error && error.message) || String(error);
  const fail = (state, error) => {
    broken = true;
    if (faults) faults.postMessage({ state, message: words(error) });
  };

  // What the page has under the same name, so that one panic hook serves both sides.
  self.tifa = {
    crashed: (message) => fail('crashed', message),
    corpusFault: (message) => fail('corpus', message),
    // Keeps what the reader changed.
    keep: (entries) => {
      for (const [key, line] of entries) pending.set(key, line);
      turn = turn.then(keep);
    },
  };

  // What is not kept yet. What could not be is tried again with what comes after it.
  const pending = new Map();
  let turn = Promise.resolve();
  let store = null;

  async function keep() {
    const entries = [...pending];
    let refusal = null;
    try {
      await store.keep(entries);
      for (const [key, line] of entries) if (pending.get(key) === line) pending.delete(key);
    } catch (error) {
      refusal = words(error);
    }
    faults.postMessage({ unkept: [...pending.values()] });
    if (refusal !== null && !broken) wasm_bindgen.unkept(refusal);
  }

  async function open({ corpus, page, faults: port }) {
    faults = port;
    store = keeping(page);
    // What cannot be read of the reader's own is told, and the corpus shown without it.
    const kept = store.lines().catch((error) => ({ refusal: words(error) }));
    try {
      const json = await new Response(unpack(typeof corpus === 'string' ? decode(corpus) : corpus)).text();
      return { json, kept: await kept };
    } catch (error) {
      return fail('corpus', `tifa-corpus: ${words(error)}`);
    }
  }

  function begin(module, { json, kept }) {
    wasm_bindgen.initSync({ module });
    wasm_bindgen.work(json, kept.refusal ? '' : kept.join('\n'));
    if (kept.refusal) wasm_bindgen.unkept(kept.refusal);
  }

  function answer(data) {
    if (broken) return;
    if ('take' in data) wasm_bindgen.take(data.take);
    else if ('export' in data) wasm_bindgen.hand_out();
    else if (wasm_bindgen.answer(data)) prepare();
  }

  // In parts, so that what comes meanwhile is answered between them.
  let preparing = false;
  function prepare() {
    if (preparing) return;
    preparing = true;
    const part = () => {
      try {
        if (wasm_bindgen.prepare()) setTimeout(part);
        else preparing = false;
      } catch (error) {
        fail('crashed', error);
      }
    };
    setTimeout(part);
  }

  self.onmessage = ({ data }) => {
    const next = 'corpus' in data ? open(data)
      : 'module' in data ? ready.then((opened) => broken || begin(data.module, opened))
      : ready.then(() => answer(data));
    ready = next.catch((error) => fail('crashed', error));
  };

  const trap = (error) => {
    if (error instanceof WebAssembly.RuntimeError) fail('crashed', error);
  };
  self.addEventListener('error', (event) => trap(event.error));
  self.addEventListener('unhandledrejection', (event) => trap(event.reason));
})();
