export type Print = (text: string) => void;

/** What one of several works under way prints. */
export interface Output {
  print: Print;
  /** Nothing more will be printed here. */
  end: () => void;
}

/**
 * Outputs for works that go on at the same time, printed as if they had been done one after another: the
 * first prints at once, the others when those before them have ended.
 */
export function turns(print: Print, count: number): Output[] {
  const kept: string[][] = Array.from({ length: count }, () => []);
  const ended = new Set<number>();
  let turn = 0;
  return kept.map((texts, i) => ({
    print: (text) => {
      if (i === turn) print(text);
      else texts.push(text);
    },
    end: () => {
      ended.add(i);
      while (ended.has(turn)) {
        turn += 1;
        for (const text of kept[turn]?.splice(0) ?? []) print(text);
      }
    },
  }));
}
