/** Does not start. */
throw new Error('broken at start');

export {};
