import { ChangeDetectionStrategy, Component, DestroyRef, inject, output, signal, viewChild } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { BarcodeFormat } from '@zxing/library';
import { ZXingScannerComponent, ZXingScannerModule } from '@zxing/ngx-scanner';
import { type CameraFault, cameraFault, release } from '../ui/camera';
import { NativeReader } from './native-reader';
import { OUT_OF_VIEW_MS, StillInView } from './still-in-view';

/** `looking` until the browser has answered; with a fault the digits are left as the way in. */
type CameraState = 'looking' | 'ready' | CameraFault;

/** A code of this density fails in every fifth picture, so the next one must come soon; beside the browser's own reader, ngx-scanner is in no hurry. */
const PAUSE_MS = { alone: 100, besideNative: 500 };
/** A code that fills half the height of the picture has four pixels for each of its modules. */
const SHARP: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 } };

/** The camera that reads codes. One text is told once until another one, or a pause of three seconds, comes between. */
@Component({
  selector: 'app-code-camera',
  imports: [ZXingScannerModule, TranslocoPipe],
  templateUrl: './code-camera.html',
  styleUrl: './code-camera.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CodeCamera {
  readonly seen = output<string>();

  protected readonly formats = [BarcodeFormat.QR_CODE];
  protected readonly state = signal<CameraState>(navigator.mediaDevices ? 'looking' : 'insecure');
  protected readonly pause = signal<number | undefined>(undefined);
  protected readonly torch = signal(false);
  protected readonly torchThere = signal(false);
  protected readonly stillThere = signal(false);
  private readonly stillInView = inject(StillInView);
  private readonly scanner = viewChild(ZXingScannerComponent);
  private native: NativeReader | undefined;
  private stopReading: (() => void) | undefined;
  private forgetting: ReturnType<typeof setTimeout> | undefined;
  private last = { text: '', at: 0 };

  constructor() {
    void NativeReader.ofThisBrowser().then((native) => {
      this.native = native;
      this.pause.set(native ? PAUSE_MS.besideNative : PAUSE_MS.alone);
    });
    const gone = new AbortController();
    inject(DestroyRef).onDestroy(() => gone.abort());
    gone.signal.addEventListener('abort', () => this.close());
    const again = () => document.visibilityState === 'visible' && this.state() === 'ended' && this.retry();
    document.addEventListener('visibilitychange', again, { signal: gone.signal });
    navigator.mediaDevices?.addEventListener('devicechange', () => this.state() === 'absent' && this.retry(), {
      signal: gone.signal,
    });
  }

  /** From the sentence about a fault back to the picture, which is a new ngx-scanner. */
  protected retry(): void {
    this.torch.set(false);
    this.torchThere.set(false);
    this.state.set(navigator.mediaDevices ? 'looking' : 'insecure');
  }

  protected read(text: string): void {
    const now = performance.now();
    if (this.stillInView.sees(text, now)) return this.sayStillThere();
    this.stillThere.set(false);
    const repeated = text === this.last.text && now - this.last.at < 3000;
    this.last = { text, at: now };
    if (!repeated) this.seen.emit(text);
  }

  private sayStillThere(): void {
    this.stillThere.set(true);
    clearTimeout(this.forgetting);
    this.forgetting = setTimeout(() => this.stillThere.set(false), OUT_OF_VIEW_MS);
  }

  /** ngx-scanner says `null` for what it has no word for; what it has one for was told before. */
  protected permission(granted: boolean | null): void {
    if (!granted) this.fail(granted === false ? 'refused' : 'failed');
  }

  protected absent(error: unknown): void {
    this.fail(error ? cameraFault(error) : 'absent');
  }

  protected broken(error: unknown): void {
    this.fail(cameraFault(error));
  }

  protected started(): void {
    const video = this.scanner()!.previewElemRef.nativeElement;
    video.addEventListener('playing', () => this.picture(video), { once: true });
  }

  private fail(fault: CameraFault): void {
    if (this.state() !== 'looking' && this.state() !== 'ready') return;
    this.close();
    this.state.set(fault);
  }

  private picture(video: HTMLVideoElement): void {
    this.stillInView.watch(performance.now());
    const [track] = (video.srcObject as MediaStream | null)?.getVideoTracks() ?? [];
    track?.addEventListener('ended', () => this.fail('ended'), { once: true });
    track?.applyConstraints(SHARP).catch(() => undefined); // What the camera gives must do.
    this.stopReading = this.native?.watch(video, (text) => this.read(text));
    this.state.set('ready');
  }

  /** ngx-scanner, left while it still opens the camera, would go on and keep it: what opens then is closed again. */
  private close(): void {
    clearTimeout(this.forgetting);
    this.stopReading?.();
    this.stopReading = undefined;
    const scanner = this.scanner();
    if (!scanner) return;
    const video = scanner.previewElemRef.nativeElement;
    const letGo = (): void => {
      release(video.srcObject as MediaStream | null);
      scanner.reset();
    };
    scanner.enable = false;
    letGo();
    video.addEventListener('loadedmetadata', letGo);
    scanner.autostarted.subscribe(letGo);
  }
}
