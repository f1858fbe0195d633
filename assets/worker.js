// The engine's worker. Before this stand the glue and, by their source, `decode`, `decodeSevens`, `unpack` and
// `keeping`.
// The first message brings the corpus, the second the compiled program; each later one is a request, or lines of
// documents to take over, and is answered in order by the program itself.
(() => {
  'use strict';

  let faults = null;
  let broken = false;

  const words = (error) => (error && error.message) || String(error);
  const fail = (state, error) => {
    if (broken) return;
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
    // Shards of a folder that an answer needs.
    want: (names) => want(names),
    // All of its documents, to be one corpus from now on. Not at once: the program that asks is still at work.
    wantAll: () => Promise.resolve().then(whole).catch(unloaded),
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

  // The corpus, unpacked, piece by piece, and how much of it was taken.
  const SLICE = 1 << 18;
  let taken = 0;
  const size = (corpus) => corpus.size ?? corpus.length;
  // Gives memory back at once, which otherwise is held until the browser looks for garbage.
  const release = (bytes) => bytes.buffer.transfer?.(0);
  async function unpacked(corpus) {
    const piece = async () => {
      const slice = corpus.slice(taken, taken += SLICE);
      return decode(typeof slice === 'string' ? slice : await slice.text());
    };
    const first = await piece();
    const stream = new ReadableStream({
      start: (controller) => controller.enqueue(first),
      pull: async (controller) => taken < size(corpus) ? controller.enqueue(await piece()) : controller.close(),
    }, { highWaterMark: 1 });
    const isPacked = first[0] === 0x1f && first[1] === 0x8b;
    return isPacked ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
  }

  // A shard of the folder, unpacked. The page loads it.
  const awaited = new Map();
  const bytes = async (text) => new Uint8Array(await new Response(unpack(decodeSevens(text))).arrayBuffer());
  function shard(name) {
    let asked = awaited.get(name);
    if (!asked) {
      asked = {};
      asked.bytes = new Promise((resolve, reject) => Object.assign(asked, { resolve, reject })).then(bytes);
      awaited.set(name, asked);
      faults.postMessage({ shard: name });
    }
    return asked.bytes;
  }
  const hear = ({ data: { name, text, refusal } }) => {
    const { resolve, reject } = awaited.get(name);
    awaited.delete(name);
    if (refusal) reject(new Error(refusal));
    else resolve(text);
  };

  const unloaded = (error) => {
    if (!broken) wasm_bindgen.unloaded(words(error));
  };

  // What cannot be loaded is told; the same may be asked for again.
  async function want(names) {
    try {
      await Promise.all(names.map(async (name) => {
        const got = await shard(name);
        if (!broken) wasm_bindgen.give(name, got);
      }));
    } catch (error) {
      return unloaded(error);
    }
    try {
      if (!broken) wasm_bindgen.again();
    } catch (error) {
      fail('crashed', error);
    }
  }

  // What cannot be read of the reader's own is told, and the corpus shown without it.
  async function open({ corpus, isHead, page, faults: port }) {
    faults = port;
    faults.onmessage = hear;
    store = keeping(page);
    const kept = await store.lines().catch((error) => ({ refusal: words(error) }));
    return { corpus, isHead, kept };
  }

  async function begin(module, { corpus, isHead, kept }) {
    wasm_bindgen.initSync({ module });
    const lines = kept.refusal ? '' : kept.join('\n');
    if (isHead) wasm_bindgen.work_folder(await bytes(corpus).catch((error) => fail('corpus', error)) ?? [], lines);
    else wasm_bindgen.work(lines);
    if (kept.refusal) wasm_bindgen.unkept(kept.refusal);
    return isHead ? null : corpus;
  }

  // Requests are answered between two pieces, so that they need not wait for the last.
  const channel = new MessageChannel();
  const pause = () => new Promise((resolve) => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  });
  const PATIENCE = 16;

  async function read(corpus) {
    let reader;
    const next = async () => {
      try {
        reader ??= (await unpacked(corpus)).getReader();
        return await reader.read();
      } catch (error) {
        fail('corpus', `tifa-corpus: ${words(error)}`);
        return { done: true };
      }
    };
    for (let piece; !(piece = await next()).done;) {
      if (broken) return;
      wasm_bindgen.feed(piece.value, Math.min(taken, size(corpus)), size(corpus));
      release(piece.value);
      await breathe();
    }
    if (!broken) wasm_bindgen.finish();
  }

  let since = performance.now();
  async function breathe() {
    if (performance.now() - since < PATIENCE) return;
    await pause();
    since = performance.now();
  }

  // All documents of a folder, the next shards on their way meanwhile; once.
  const AHEAD = 4;
  let all = null;
  const whole = () => all ??= readShards().catch((error) => {
    all = null;
    throw error;
  });
  async function readShards() {
    const names = wasm_bindgen.shards();
    const ahead = [];
    for (let at = 0; at < names.length; at++) {
      while (ahead.length < AHEAD && at + ahead.length < names.length) {
        const coming = shard(names[at + ahead.length]);
        coming.catch(() => {});
        ahead.push(coming);
      }
      const lines = await ahead.shift();
      if (broken) return;
      wasm_bindgen.feed_lines(lines, at + 1, names.length);
      await breathe();
    }
    wasm_bindgen.finish();
  }

  // A folder that is small is read at once, like a page; of a large one, what is asked for.
  const start = (corpus) => corpus ? read(corpus)
    : wasm_bindgen.is_whole() ? whole().catch((error) => fail('corpus', error)) : new Promise(() => {});

  function answer(data) {
    if (broken) return;
    if ('take' in data) wasm_bindgen.take(data.take);
    else if ('export' in data) wasm_bindgen.hand_out(data.export);
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

  let opened, begun, finished;
  self.onmessage = ({ data }) => {
    if ('corpus' in data) opened = open(data);
    else if ('module' in data) {
      begun = opened.then((opened) => begin(data.module, opened));
      finished = begun.then(start);
      finished.catch((error) => fail('crashed', error));
    } else {
      // What changes the corpus waits for all of it.
      const needsAll = 'take' in data || 'export' in data;
      const ready = !needsAll ? begun : begun.then((corpus) => corpus ? finished : whole().catch(unloaded));
      ready.then(() => answer(data)).catch((error) => fail('crashed', error));
    }
  };

  const trap = (error) => {
    if (error instanceof WebAssembly.RuntimeError) fail('crashed', error);
  };
  self.addEventListener('error', (event) => trap(event.error));
  self.addEventListener('unhandledrejection', (event) => trap(event.reason));
})();
