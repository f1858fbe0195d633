// The clerk's worker. Before this stand its glue as `program` and, from assets/boot.js, `compile` with what it needs.
// The first message brings the program, each later one a list of tasks: an order, as bytes that only the program
// reads, and what goes with it. Files wait until nothing else does, so that a reader is answered between two of them.
(() => {
  'use strict';

  let clerk = null;
  let module = null;
  let busy = false;
  const asked = [];
  const waiting = [];
  // The files in the order of reading, by whose numbers the page names them.
  const files = [];
  // What was done. If the program breaks, a new one does it again, and so knows all that the broken one knew.
  const done = [];

  const words = (error) => (error && error.message) || String(error);
  const fail = (error) => postMessage({ failed: words(error) });

  function start() {
    clerk = program();
    clerk.initSync({ module });
  }

  // What goes with a task. A file is read now and not before; one that cannot be read is refused by its name.
  async function beside(task) {
    const { file, again, corpus } = task;
    if (file && file.size > clerk.largest()) task.refusal ??= [clerk.Refusal.Limit, `${file.size}`];
    if (task.refusal) return null;
    const source = file ?? files[again];
    try {
      return source ? new Uint8Array(await source.arrayBuffer()) : corpus ?? new Uint8Array();
    } catch (error) {
      if (!file) throw error;
      task.refusal = [clerk.Refusal.Unreadable, words(error)];
      return null;
    }
  }

  function perform({ order, path, file, refusal, parts }, bytes) {
    if (refusal) return clerk.refuse(path, file.size, ...refusal);
    if (parts) clerk.equip(...parts.map((part, i) => (i % 2 ? decodeSevens(part) : part)));
    return clerk.answer(order, bytes);
  }

  async function obey(task) {
    if (task.file) files.push(task.file);
    let bytes;
    try {
      bytes = await beside(task);
    } catch (error) {
      return fail(error);
    }
    let said;
    try {
      said = perform(task, bytes);
    } catch (error) {
      start();
      for (const past of done) {
        const bytes = await beside(past).catch(() => undefined);
        if (bytes !== undefined) perform(past, bytes);
      }
      if (!task.file) return fail(error);
      task.refusal = [clerk.Refusal.Crashed, words(error)];
      said = perform(task, null);
    }
    if (!task.isLook) done.push(task);
    if (said) postMessage({ answer: said[0], bytes: said[1] }, [said[0].buffer, said[1].buffer]);
  }

  async function work() {
    if (busy || !clerk) return;
    busy = true;
    try {
      while (asked.length || waiting.length) await obey((asked.length ? asked : waiting).shift());
    } catch (error) {
      // Broken twice in a row: there is nothing to go on with.
      return fail(error);
    }
    busy = false;
  }

  self.onmessage = async ({ data }) => {
    if (data.tasks) {
      for (const task of data.tasks) (task.file ? waiting : asked).push(task);
      return work();
    }
    try {
      if (data.fault) throw data.fault;
      module = await compile(data.program);
      start();
    } catch (error) {
      return fail(error);
    }
    work();
  };
})();
