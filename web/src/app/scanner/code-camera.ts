import { ChangeDetectionStrategy, Component, output, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { BarcodeFormat } from '@zxing/library';
import { ZXingScannerModule } from '@zxing/ngx-scanner';

/** `looking` until the browser has answered; `refused` and `absent` leave the digits as the way in. */
type CameraState = 'looking' | 'ready' | 'refused' | 'absent';

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
  protected readonly torch = signal(false);
  protected readonly torchThere = signal(false);
  private last = { text: '', at: 0 };

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
  }

  protected absent(): void {
    this.state.set('absent');
  }
}
