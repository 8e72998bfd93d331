import { ChangeDetectionStrategy, Component, DestroyRef, inject, output, signal, viewChild } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { BarcodeFormat } from '@zxing/library';
import { ZXingScannerComponent, ZXingScannerModule } from '@zxing/ngx-scanner';
import { NativeReader } from './native-reader';

/** `looking` until the browser has answered; `refused` and `absent` leave the digits as the way in. */
type CameraState = 'looking' | 'ready' | 'refused' | 'absent';

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
  protected readonly state = signal<CameraState>(navigator.mediaDevices ? 'looking' : 'absent');
  protected readonly pause = signal<number | undefined>(undefined);
  protected readonly torch = signal(false);
  protected readonly torchThere = signal(false);
  private readonly scanner = viewChild(ZXingScannerComponent);
  private readonly destroyed = inject(DestroyRef);
  private native: NativeReader | undefined;
  private last = { text: '', at: 0 };

  constructor() {
    void NativeReader.ofThisBrowser().then((native) => {
      this.native = native;
      this.pause.set(native ? PAUSE_MS.besideNative : PAUSE_MS.alone);
    });
  }

  protected read(text: string): void {
    const now = performance.now();
    const repeated = text === this.last.text && now - this.last.at < 3000;
    this.last = { text, at: now };
    if (!repeated) this.seen.emit(text);
  }

  protected permission(granted: boolean): void {
    if (!granted && this.state() !== 'absent') this.state.set('refused');
  }

  protected started(): void {
    this.state.set('ready');
    const video = this.scanner()?.previewElemRef.nativeElement;
    video?.addEventListener('playing', () => this.picture(video), { once: true });
  }

  protected absent(): void {
    this.state.set('absent');
  }

  private picture(video: HTMLVideoElement): void {
    const [track] = (video.srcObject as MediaStream).getVideoTracks();
    track?.applyConstraints(SHARP).catch(() => undefined); // What the camera gives must do.
    const stop = this.native?.watch(video, (text) => this.read(text));
    if (stop) this.destroyed.onDestroy(stop);
  }
}
