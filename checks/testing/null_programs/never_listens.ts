setInterval(() => {}, 1_000_000);

export {};
