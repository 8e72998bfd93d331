import { ChangeDetectionStrategy, Component } from '@angular/core';

@Component({ selector: 'app-home', template: '', changeDetection: ChangeDetectionStrategy.OnPush })
export class Home {}
