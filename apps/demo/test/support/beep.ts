const SAMPLES_PER_SECOND = 16_000;
const HEADER_BYTES = 44;

/** A WAV file of one channel with a tone of 440 Hz. */
export function beep(seconds: number): Buffer {
  const samples = SAMPLES_PER_SECOND * seconds;
  const file = Buffer.alloc(HEADER_BYTES + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20); // PCM
  file.writeUInt16LE(1, 22); // one channel
  file.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  file.writeUInt32LE(SAMPLES_PER_SECOND * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let sample = 0; sample < samples; sample += 1) {
    const value = Math.sin((2 * Math.PI * 440 * sample) / SAMPLES_PER_SECOND);
    file.writeInt16LE(Math.round(value * 12_000), HEADER_BYTES + sample * 2);
  }
  return file;
}
