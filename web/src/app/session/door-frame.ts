import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { mdiCheckDecagramOutline, mdiShieldAccountOutline, mdiTimerSandComplete } from '@mdi/js';
import { Brand } from '../ui/brand';
import { Hotlines } from '../ui/hotlines';
import { Icon } from '../ui/icon';
import { LanguageSwitch } from '../ui/language-switch';

/** The frame of the pages before the door: what the product is on one side, the form on the other, the hotlines below. */
@Component({
  selector: 'app-door-frame',
  imports: [Brand, Hotlines, Icon, LanguageSwitch, RouterLink, TranslocoPipe],
  templateUrl: './door-frame.html',
  styleUrl: './door-frame.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DoorFrame {
  protected readonly promises = [
    { key: 'oneTap', icon: mdiTimerSandComplete },
    { key: 'reasons', icon: mdiCheckDecagramOutline },
    { key: 'privacy', icon: mdiShieldAccountOutline },
  ];
}
