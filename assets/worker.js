// The engine's worker. Before this stand the glue and, from assets/boot.js, `decode` and `unpack`.
// The first message brings the compiled module and the corpus; each later one is a request, answered in order by
// the program itself.
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

  async function begin({ module, corpus, faults: port }) {
    faults = port;
    wasm_bindgen.initSync({ module });
    let json;
    try {
      const chunks = [];
      for await (const chunk of unpack(typeof corpus === 'string' ? decode(corpus) : corpus)) chunks.push(chunk);
      json = await new Blob(chunks).text();
    } catch (error) {
      return fail('corpus', `tifa-corpus: ${(error && error.message) || error}`);
    }
    await wasm_bindgen.work(json);
  }

  self.onmessage = ({ data }) => {
    const next = ready ? ready.then(() => broken || wasm_bindgen.answer(data)) : begin(data);
    ready = next.catch((error) => fail('crashed', error));
  };

  const trap = (error) => {
    if (error instanceof WebAssembly.RuntimeError) fail('crashed', error);
  };
  self.addEventListener('error', (event) => trap(event.error));
  self.addEventListener('unhandledrejection', (event) => trap(event.reason));
})();
