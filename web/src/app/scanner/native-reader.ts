/** The reader that comes with Chrome on Android and ChromeOS (https://wicg.github.io/shape-detection-api/): quicker, and surer on blurred pictures. */
interface BarcodeDetector {
  detect(picture: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

interface BarcodeDetectors {
  new (options: { formats: string[] }): BarcodeDetector;
  getSupportedFormats(): Promise<string[]>;
}

const PAUSE_MS = 100;

export class NativeReader {
  private constructor(private readonly detector: BarcodeDetector) {}

  /** @returns `undefined` where the browser has none, or none that knows QR codes */
  static async ofThisBrowser(): Promise<NativeReader | undefined> {
    const Detector = (globalThis as { BarcodeDetector?: BarcodeDetectors }).BarcodeDetector;
    const formats = await Detector?.getSupportedFormats().catch((): string[] => []);
    return Detector && formats?.includes('qr_code')
      ? new NativeReader(new Detector({ formats: ['qr_code'] }))
      : undefined;
  }

  /** Looks at the running picture ten times a second and tells what it reads, until the returned function is called. */
  watch(video: HTMLVideoElement, seen: (text: string) => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const look = async (): Promise<void> => {
      const codes = await this.detector.detect(video).catch(() => []); // A picture that is not there yet; the next one may be.
      if (stopped) return;
      for (const { rawValue } of codes) seen(rawValue);
      timer = setTimeout(look, PAUSE_MS);
    };
    void look();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }
}
