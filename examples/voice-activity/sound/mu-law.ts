const MU = 255;

/** A byte a sample, by the curve of ITU-T G.711's mu-law. */
export function encodeMuLaw(sound: Float32Array): Uint8Array {
  return Uint8Array.from(sound, (sample) => {
    const level = Math.log1p(MU * Math.min(1, Math.abs(sample))) / Math.log1p(MU);
    return Math.round((Math.sign(sample) * level + 1) * 127.5);
  });
}

export function decodeMuLaw(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, (byte) => {
    const level = byte / 127.5 - 1;
    return (Math.sign(level) * Math.expm1(Math.abs(level) * Math.log1p(MU))) / MU;
  });
}
