/** What surrounds the model. Times in milliseconds. */
export interface Settings {
  /** Probability from which speech begins. */
  readonly threshold: number;
  /** So far below that, it may be over. */
  readonly hysteresis: number;
  readonly minSpeechMs: number;
  readonly minSilenceMs: number;
  /** Added before and after. */
  readonly padMs: number;
  /** Samples from one window of 512 to the next. */
  readonly hop: number;
}

/** Of the authors of the model (silero-vad, get_speech_timestamps). */
export const sileroDefaults: Settings = {
  threshold: 0.5,
  hysteresis: 0.15,
  minSpeechMs: 250,
  minSilenceMs: 100,
  padMs: 30,
  hop: 512,
};
