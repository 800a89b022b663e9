import type { Rng } from "@shac/core";
import { SAMPLE_RATE } from "./wav.js";

type Noise = (length: number, rng: Rng) => Float32Array;

const uniform = (rng: Rng): number => 2 * rng.next() - 1;

const hiss: Noise = (length, rng) => Float32Array.from({ length }, () => uniform(rng));

/** Falls by 6 dB an octave, and comes in gusts. */
const wind: Noise = (length, rng) => {
  let level = 0;
  const phase = rng.next();
  return Float32Array.from({ length }, (_, i) => {
    level = 0.98 * level + uniform(rng);
    return level * (1 + 0.8 * Math.sin(2 * Math.PI * (phase + (0.4 * i) / SAMPLE_RATE)));
  });
};

/** Falls by about 3 dB an octave. */
const rain: Noise = (length, rng) => {
  let [low, middle, high] = [0, 0, 0];
  // Three filters whose sum falls so, by Paul Kellet.
  return Float32Array.from({ length }, () => {
    const white = uniform(rng);
    low = 0.99765 * low + 0.099046 * white;
    middle = 0.963 * middle + 0.2965164 * white;
    high = 0.57 * high + 1.0526913 * white;
    return low + middle + high + 0.1848 * white;
  });
};

/** Harmonics of a motor whose speed wanders. */
const motor: Noise = (length, rng) => {
  const base = 70 + 60 * rng.next();
  let phase = 0;
  return Float32Array.from({ length }, (_, i) => {
    phase += (base * (1 + 0.05 * Math.sin((2 * Math.PI * 0.3 * i) / SAMPLE_RATE))) / SAMPLE_RATE;
    let sum = 0.2 * uniform(rng);
    for (let k = 1; k <= 12; k++) sum += Math.sin(2 * Math.PI * k * phase) / k;
    return sum;
  });
};

/** Short ringing knocks at random times, over a little hiss. */
const clatter: Noise = (length, rng) => {
  const sound = Float32Array.from({ length }, () => 0.02 * uniform(rng));
  for (let at = 0; at < length; at += Math.floor(SAMPLE_RATE * (0.03 + 0.2 * rng.next()))) {
    const pitch = 400 + 3000 * rng.next();
    const strength = 0.3 + rng.next();
    for (let i = 0; i < 1600 && at + i < length; i++) {
      const decay = Math.exp(-i / 250);
      sound[at + i] = (sound[at + i] as number) + strength * decay * Math.sin((2 * Math.PI * pitch * i) / SAMPLE_RATE);
    }
  }
  return sound;
};

export const noises = { tuning: [hiss, rain, motor], test: [wind, clatter] };
