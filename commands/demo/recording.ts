import type { Recording } from '../../workbook/wire_view/record.ts';
import type { Passage } from '../wire/looking_glass.ts';
import { Recorder, recorded, save } from '../wire/recorder.ts';
import type { Demo } from './demo.ts';
import type { Listener } from './play.ts';

/** A recording of a demo: what passed, and what was said about it. */
export interface DemoRecording extends Recording {
  captions: { /** Milliseconds since the recording began. */ at: number; text: string; ask?: string }[];
}

/** Hears a demo and keeps it. Acts follow one another: the connections of the second count on. */
export class DemoRecorder {
  #recorder = new Recorder();
  #captions: DemoRecording['captions'] = [];
  readonly #demo: Demo;
  readonly #began = performance.now();
  #before = 0;
  #highest = 0;

  constructor(demo: Demo) {
    this.#demo = demo;
  }

  readonly listener: Listener = {
    act: (act, number) => {
      // It was begun again: what is kept is the last time.
      if (number === 1) {
        this.#recorder = new Recorder();
        this.#captions = [];
        this.#highest = 0;
      }
      this.#before = this.#highest;
      this.#recorder.keep({
        at: this.#now(),
        conversation: 0,
        from: 'server',
        kind: 'start',
        text: `${act.server.lab}/${act.server.file}`,
      });
    },
    passage: (passage: Passage) => {
      const conversation = passage.conversation + this.#before;
      this.#highest = Math.max(this.#highest, conversation);
      this.#recorder.keep(recorded({ ...passage, conversation }, this.#now()));
    },
    step: ({ say, ask }) => {
      this.#captions.push({ at: this.#now(), text: say, ...(ask !== undefined && { ask }) });
    },
  };

  /** Writes what was kept; gives the number of events. */
  save(file: string): number {
    const recording: DemoRecording = {
      title: `${this.#demo.name}: ${this.#demo.title}`,
      client: 'client',
      server: 'server',
      captions: this.#captions,
      events: this.#recorder.events,
    };
    save(file, recording);
    return recording.events.length;
  }

  #now(): number {
    return Math.round((performance.now() - this.#began) * 1000) / 1000;
  }
}
