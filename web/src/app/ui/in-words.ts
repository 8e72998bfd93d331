import { Pipe, PipeTransform, inject } from '@angular/core';
import { Language } from './language';
import { Words } from '../api/contract';

/** `cause.title | inWords`: the active language of what the server sends in both. */
@Pipe({ name: 'inWords', pure: false })
export class InWords implements PipeTransform {
  private readonly language = inject(Language);

  transform(words: Words | undefined): string {
    return this.language.pick(words);
  }
}
