import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  Injector,
  computed,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiAccountBoxOutline, mdiCameraOutline, mdiCheckCircle, mdiInformationOutline } from '@mdi/js';
import { Api } from '../api/client';
import { SessionStore } from '../session/session-store';
import { type CameraFault, cameraFault, openCamera, release } from '../ui/camera';
import { focusOn } from '../ui/focus-on';
import { Hotlines } from '../ui/hotlines';
import { Icon } from '../ui/icon';
import { ProblemNotice } from '../ui/problem-notice';
import { Busy } from '../ui/busy';

/** Side of the square picture, in pixels: well under the 2 MB the server takes. */
const PICTURE_SIDE = 720;

/** L4: a live picture from the camera, matched by the proofing authority. A demo provider matches everyone and says so. */
@Component({
  selector: 'app-proofing',
  imports: [Busy, Hotlines, Icon, ProblemNotice, TranslocoPipe],
  templateUrl: './proofing.html',
  styleUrl: './proofing.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Proofing {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  protected readonly store = inject(SessionStore);
  private readonly injector = inject(Injector);
  private readonly video = viewChild<ElementRef<HTMLVideoElement>>('video');

  protected readonly icons = {
    face: mdiAccountBoxOutline,
    camera: mdiCameraOutline,
    done: mdiCheckCircle,
    info: mdiInformationOutline,
  };
  protected readonly camera = signal<'off' | 'starting' | 'on' | CameraFault>('off');
  protected readonly trouble = computed(() => {
    const camera = this.camera();
    return camera === 'off' || camera === 'starting' || camera === 'on' ? undefined : camera;
  });
  protected readonly provider = signal<string | undefined>(undefined);
  protected readonly busy = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  private readonly gone = new AbortController();
  private stream?: MediaStream;

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.gone.abort();
      this.stop();
    });
  }

  protected async start(): Promise<void> {
    this.camera.set('starting');
    try {
      this.stream = await openCamera({ facingMode: 'user', width: { ideal: 1280 } }, this.gone.signal);
      this.stream
        .getTracks()
        .forEach((track) => track.addEventListener('ended', () => this.camera.set('ended'), { once: true }));
      const element = this.video()!.nativeElement;
      element.srcObject = this.stream;
      await element.play();
      this.camera.set('on');
    } catch (error) {
      this.stop();
      this.camera.set(cameraFault(error));
    }
  }

  protected async prove(): Promise<void> {
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      const { provider } = await this.api.call('POST /api/proofing/face', { body: { image: this.picture() } });
      this.stop();
      this.camera.set('off');
      this.provider.set(provider);
      await this.store.refresh();
      focusOn('proven', this.injector);
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }

  protected next(): void {
    void this.router.navigateByUrl('/claim');
  }

  /** The middle square of what the camera sees, as JPEG in base64 without its data-URL head. */
  private picture(): string {
    const seen = this.video()!.nativeElement;
    const side = Math.min(seen.videoWidth, seen.videoHeight);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = Math.min(side, PICTURE_SIDE);
    canvas
      .getContext('2d')!
      .drawImage(
        seen,
        (seen.videoWidth - side) / 2,
        (seen.videoHeight - side) / 2,
        side,
        side,
        0,
        0,
        canvas.width,
        canvas.height,
      );
    return canvas.toDataURL('image/jpeg', 0.85).split(',')[1] ?? '';
  }

  private stop(): void {
    release(this.stream);
    this.stream = undefined;
  }
}
