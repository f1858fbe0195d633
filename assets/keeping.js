// What a reader adds or changes, kept in this browser: a line of JSON under each key, apart for each `page`, since all
// pages of a disk may share one storage. It runs in the page and, by its source, in the engine's worker.
function keeping(page) {
  'use strict';

  // Before there is anything to keep there is no database, and looking for it makes none.
  const open = (make) => new Promise((resolve, reject) => {
    const request = indexedDB.open('tifa', 1);
    request.onupgradeneeded = () => {
      if (make) request.result.createObjectStore('lines');
      else request.transaction.abort();
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  // One transaction: all of it is kept, or nothing.
  async function transact(mode, make, act) {
    const database = await open(make);
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction('lines', mode, { durability: 'strict' });
        const result = act(transaction.objectStore('lines'));
        transaction.oncomplete = () => resolve(result?.result);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  return {
    // The lines of this page, in the order of their keys.
    async lines() {
      try {
        return await transact('readonly', false, (store) => store.getAll(IDBKeyRange.bound([page], [page, []])));
      } catch (error) {
        // Nothing was ever kept, or the browser keeps nothing at all: no news for who only reads.
        const quiet = ['AbortError', 'InvalidStateError', 'SecurityError'];
        if (error instanceof DOMException && !quiet.includes(error.name)) throw error;
        return [];
      }
    },

    // Keeps `[key, line]` entries; a line takes the place of an earlier one with its key.
    keep(entries) {
      return transact('readwrite', true, (store) => {
        for (const [key, line] of entries) store.put(line, [page, key]);
      });
    },
  };
}
