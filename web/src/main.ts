import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';

/** Not even the first words came: the sentence for that cannot come from a file. */
function sayThatNothingCame(): void {
  const [text, button] = [document.createElement('p'), document.createElement('button')];
  text.textContent = '页面未能打开，请检查网络后重试。This page did not open. Check your connection and try again.';
  button.textContent = '重试 Try again';
  button.className = 'bm-button';
  button.onclick = () => location.reload();
  document.querySelector('app-root')?.replaceChildren(text, button);
}

bootstrapApplication(App, appConfig).catch((error: unknown) => {
  reportError(error);
  sayThatNothingCame();
});
