import type { Parts } from '../api/client';
import type { Answer, Route } from '../api/contract';

export type Script = { [R in Route]?: (asked: Parts) => Answer<R> | Promise<Answer<R>> };

/** The server as a spec wants it, in the place of `Api`: what it answers to which route, and what it was asked. */
export class ScriptedApi {
  readonly asked: (Parts & { readonly route: Route })[] = [];

  constructor(readonly script: Script) {}

  async call(route: Route, parts: Parts = {}): Promise<unknown> {
    this.asked.push({ route, ...parts });
    const answer = this.script[route];
    if (!answer) throw new Error(`Nobody said what ${route} answers.`);
    return answer(parts);
  }

  /** Filters as they go over the wire: what is empty is not asked. */
  queries(route: Route): unknown[] {
    return this.asked
      .filter((one) => one.route === route)
      .map(({ query = {} }) => Object.fromEntries(Object.entries(query).filter(([, value]) => (value ?? '') !== '')));
  }

  bodies(route: Route): unknown[] {
    return this.asked.filter((one) => one.route === route).map(({ body }) => body);
  }
}
