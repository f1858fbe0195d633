// The engine's worker. Before this stand the glue and, from assets/boot.js, `decode` and `unpack`.
// The first message brings the corpus, the second the compiled program; each later one is a request, answered in
// order by the program itself.
(() => {
  'use strict';

  let faults = null;
  let ready = null;
  let broken = false;

  const fail = (state, error) => {
    broken = true;
    const message = (error && error.message) || String(error);
    if (faults) faults.postMessage({ state, message });
  };

  // What the page has under the same name, so that one panic hook serves both sides.
  self.tifa = {
    crashed: (message) => fail('crashed', message),
    corpusFault: (message) => fail('corpus', message),
  };

  async function open({ corpus, faults: port }) {
    faults = port;
    try {
      return await new Response(unpack(typeof corpus === 'string' ? decode(corpus) : corpus)).text();
    } catch (error) {
      return fail('corpus', `tifa-corpus: ${(error && error.message) || error}`);
    }
  }

  function begin(module, json) {
    if (broken) return;
    wasm_bindgen.initSync({ module });
    wasm_bindgen.work(json);
  }

  self.onmessage = ({ data }) => {
    const next = 'corpus' in data ? open(data)
      : 'module' in data ? ready.then((json) => begin(data.module, json))
      : ready.then(() => broken || wasm_bindgen.answer(data));
    ready = next.catch((error) => fail('crashed', error));
  };

  const trap = (error) => {
    if (error instanceof WebAssembly.RuntimeError) fail('crashed', error);
  };
  self.addEventListener('error', (event) => trap(event.error));
  self.addEventListener('unhandledrejection', (event) => trap(event.reason));
})();
