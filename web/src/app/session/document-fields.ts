import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { FieldTree, SchemaPathTree, hidden, validate } from '@angular/forms/signals';
import { TranslocoPipe } from '@jsverse/transloco';
import { ChoiceField } from '../ui/forms/choice-field';
import { Slip } from '../ui/forms/sent-form';
import { atMost, EMPTY, typedRight } from '../ui/forms/slips';
import { TextField } from '../ui/forms/text-field';
import { DOCUMENT_TYPES, DocumentType, documentLooksRight, oneSpelling } from './typed-document';
import { Registration } from './session-store';

export interface TypedDocument {
  type: DocumentType;
  number: string;
  country: string;
}

export const NO_DOCUMENT: TypedDocument = { type: 'resident-id', number: '', country: '' };

/** What a form that asks for a document sees of slips in it. */
export function documentTyped(path: SchemaPathTree<TypedDocument>): void {
  validate(path.number, ({ value, valueOf }): Slip | undefined => {
    if (!value().trim()) return { kind: 'empty', message: EMPTY };
    const right = documentLooksRight(valueOf(path.type), value());
    return right ? undefined : { kind: 'wrong', message: 'session.register.documentWrong' };
  });
  hidden(path.country, ({ valueOf }) => valueOf(path.type) !== 'passport');
  typedRight(path.country, (typed) => /^[A-Z]{3}$/.test(oneSpelling(typed)), 'session.register.countryWrong');
  atMost(path.country, 6);
  atMost(path.number, 30);
}

/** In the one spelling that the server is sent. */
export function documentOf({ type, number, country }: TypedDocument): Registration['document'] {
  return { type, number: oneSpelling(number), ...(type === 'passport' ? { country: oneSpelling(country) } : {}) };
}

/** Type and number of a document, the issuing country of a passport. */
@Component({
  selector: 'app-document-fields',
  imports: [ChoiceField, TextField, TranslocoPipe],
  templateUrl: './document-fields.html',
  styleUrl: './door.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DocumentFields {
  readonly of = input.required<FieldTree<TypedDocument>>();
  protected readonly types = DOCUMENT_TYPES;
}
