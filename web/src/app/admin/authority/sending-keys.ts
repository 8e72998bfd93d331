import { Injectable } from '@angular/core';
import { deleteStored, isRecord, isText, readStored, writeStored } from '../../api/browser-storage';

const NAME = 'bamin-sending';

interface Sending {
  readonly mark: string;
  readonly key: string;
}

/**
 * What the sending of a file is called, until its answer is here. A page that is loaded again has lost the file and keeps the key: the operator chooses
 * the same file once more, and what has arrived of it already is found instead of taken twice.
 */
@Injectable({ providedIn: 'root' })
export class SendingKeys {
  of(feed: string, file: File): string {
    const mark = markOf(feed, file);
    const known = readStored(NAME, isSending, 'sessionStorage');
    if (known?.mark === mark) return known.key;
    const key = crypto.randomUUID();
    writeStored(NAME, { mark, key } satisfies Sending, 'sessionStorage');
    return key;
  }

  answered(): void {
    deleteStored(NAME, 'sessionStorage');
  }
}

/** Not by its name, which may be somebody's; the server compares the content. */
function markOf(feed: string, { size, lastModified }: File): string {
  return `${feed} ${size} ${lastModified}`;
}

function isSending(value: unknown): value is Sending {
  return isRecord(value) && isText(value['mark']) && isText(value['key']);
}
