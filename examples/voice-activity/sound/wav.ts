export const SAMPLE_RATE = 16_000;

/** The samples of a WAV file with 16 bits and one channel, as espeak-ng writes it, at 16 kHz. */
export function fromWav(file: Buffer): Float32Array {
  const rate = file.readUInt32LE(24);
  const samples = new Int16Array(
    file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length - (file.length % 2)),
  );
  const length = Math.floor((samples.length * SAMPLE_RATE) / rate);
  return Float32Array.from({ length }, (_, i) => {
    const position = (i * rate) / SAMPLE_RATE;
    const [left = 0, right = 0] = samples.subarray(Math.floor(position), Math.floor(position) + 2);
    return (left + (right - left) * (position % 1)) / 32768;
  });
}
