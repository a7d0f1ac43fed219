const lines = `${'x'.repeat(1023)}\n`.repeat(64);
function more(): void {
  process.stdout.write(lines, more);
}
more();

export {};
