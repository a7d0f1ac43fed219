const settings: { port?: { number: number } } = {};
// The next line reads a property of undefined.
console.log((settings.port as { number: number }).number);

export {};
