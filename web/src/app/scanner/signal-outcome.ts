import { isClear } from '../ui/colours';
import { ScanResult } from './scan-attempts';

/** Sound and vibration say the outcome too: a scanner looks at the person, in sunlight, not always at the screen. */
export function signalOutcome(result: ScanResult): void {
  const good = result.outcome === 'read' && isClear(result.colourWords) && result.flowAdvice?.kind !== 'warning';
  navigator.vibrate?.(good ? 80 : [200, 100, 200]);
  play(good ? [880] : [330, 330]);
}

function play(tones: readonly number[]): void {
  try {
    const audio = new AudioContext();
    tones.forEach((frequency, index) => {
      const tone = audio.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(audio.destination);
      tone.start(audio.currentTime + index * 0.25);
      tone.stop(audio.currentTime + index * 0.25 + 0.15);
    });
  } catch {
    // A device without sound still shows icon, word and colour.
  }
}
