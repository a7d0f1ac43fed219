// It takes memory for ever and comes to nothing else: a busy machine only makes it take longer.
const kept: Buffer[] = [];
for (;;) kept.push(Buffer.alloc(16 * 1024 * 1024, kept.length + 1));
