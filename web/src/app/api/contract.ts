import type { paths } from './schema';

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Every route of the contract, as one writes it: `PUT /api/scans/{id}/feedback`. */
export type Route = {
  [Path in keyof paths & string]: {
    [V in Verb]: [NonNullable<paths[Path][V]>] extends [never] ? never : `${Uppercase<V>} ${Path}`;
  }[Verb];
}[keyof paths & string];

type Operation<R extends Route> = R extends `${infer V} ${infer Path extends keyof paths & string}`
  ? paths[Path][Lowercase<V> & Verb]
  : never;

type Parameters<R extends Route> = Operation<R> extends { parameters: infer P } ? P : never;
type Json<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : never;
type Answers<R extends Route> = Operation<R> extends { responses: infer All } ? Omit<All, 'default'> : never;

/** What the server answers when it does what was asked; `undefined` where that needs no words (204). */
export type Answer<R extends Route> = [Json<Answers<R>[keyof Answers<R>]>] extends [never]
  ? undefined
  : Json<Answers<R>[keyof Answers<R>]>;

/** Of a list: one of its items. */
export type Item<R extends Route> = Answer<R> extends { items: (infer One)[] } ? One : never;

export type Body<R extends Route> = Operation<R> extends { requestBody: infer Sent } ? Json<Sent> : never;
export type Query<R extends Route> = Parameters<R> extends { query?: infer Q } ? NonNullable<Q> : never;

type PathPart<R extends Route> = Parameters<R> extends { path: infer Names } ? { path: Names } : unknown;
type BodyPart<R extends Route> = [Body<R>] extends [never] ? unknown : { body: Body<R> };
type QueryPart<R extends Route> = [Query<R>] extends [never] ? unknown : { query?: Query<R> };
export type Asked<R extends Route> = PathPart<R> & BodyPart<R> & QueryPart<R>;

/** Nothing need be said where the route asks for nothing. */
export type Asking<R extends Route> = object extends Asked<R> ? [asked?: Asked<R>] : [asked: Asked<R>];

/** What the server says to people, in both languages. */
export type Words = Item<'GET /api/feeds'>['name'];
