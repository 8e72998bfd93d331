import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { AppNotice } from './ui/app-notice';

@Component({
  selector: 'app-root',
  imports: [AppNotice, RouterOutlet],
  template: '<app-notice /><router-outlet />',
  styles: ':host { display: block; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {}
