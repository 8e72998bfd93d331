import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';
import { isLostFile } from './app/ui/app-files';

const NOTHING_CAME = '页面未能打开，请检查网络后重试。This page did not open. Check your connection and try again.';
const NOT_STARTED =
  '页面未能打开，请重试；仍不行时请更新浏览器或换用其他浏览器。This page did not open. Try again; if that does not help, update the browser or use another one.';

/** Not even the first words came, or this browser cannot run the app: the sentence for that cannot come from a file. */
function sayWhy(error: unknown): void {
  const [text, button] = [document.createElement('p'), document.createElement('button')];
  text.textContent = isLostFile(error) ? NOTHING_CAME : NOT_STARTED;
  button.textContent = '重试 Try again';
  button.className = 'bm-button';
  button.onclick = () => location.reload();
  document.querySelector('app-root')?.replaceChildren(text, button);
}

bootstrapApplication(App, appConfig).catch((error: unknown) => {
  reportError(error);
  sayWhy(error);
});
