const PER_ROW = 16;

/** Bytes as rows of a hex dump, 16 in each, 73 columns wide: offset, hexadecimal, and the ASCII characters among them. */
export function hexRows(bytes: Uint8Array, offset = 0): string[] {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += PER_ROW) {
    const row = [...bytes.subarray(at, at + PER_ROW)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0'));
    const text = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    const left = `${hex.slice(0, 8).join(' ')}  ${hex.slice(8).join(' ')}`.padEnd(PER_ROW * 3);
    rows.push(`${(offset + at).toString(16).padStart(4, '0')}  ${left}  ${text}`);
  }
  return rows;
}
