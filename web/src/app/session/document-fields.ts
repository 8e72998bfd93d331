import { ChangeDetectionStrategy, Component, computed, input, model, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { TranslocoPipe } from '@jsverse/transloco';
import { DocumentType } from '../api/types';
import { EMPTY, FieldProblem } from '../ui/field-problem';
import { DOCUMENT_TYPES, documentLooksRight, oneSpelling } from './typed-document';

export interface TypedDocument {
  readonly type: DocumentType;
  readonly number: string;
  readonly country?: string;
}

/** Type and number of a document, the issuing country of a passport; the typed document once all of it looks right. */
@Component({
  selector: 'app-document-fields',
  imports: [FieldProblem, FormsModule, TranslocoPipe],
  templateUrl: './document-fields.html',
  styleUrl: './door.scss',
  styles: ':host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 18px; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DocumentFields {
  readonly document = model<TypedDocument>();
  readonly problem = input<unknown>();
  protected readonly types = DOCUMENT_TYPES;
  protected readonly type = signal<DocumentType>('resident-id');
  protected readonly number = signal('');
  protected readonly country = signal('');
  protected readonly numberGood = computed(() => documentLooksRight(this.type(), this.number()));

  protected readonly countryGood = computed(() => /^[A-Z]{3}$/.test(oneSpelling(this.country())));
  protected readonly numberGap = computed(() =>
    this.numberGood() ? '' : this.number().trim() ? 'session.register.documentWrong' : EMPTY,
  );
  protected readonly countryGap = computed(() =>
    this.countryGood() ? '' : this.country().trim() ? 'session.register.countryWrong' : EMPTY,
  );

  protected typed(): void {
    const [number, country] = [this.number(), this.country()].map(oneSpelling) as [string, string];
    const passport = this.type() === 'passport';
    const complete = this.numberGood() && (!passport || this.countryGood());
    this.document.set(complete ? { type: this.type(), number, ...(passport ? { country } : {}) } : undefined);
  }
}
