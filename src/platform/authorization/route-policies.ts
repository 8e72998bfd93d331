import { Injectable, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type RouteRules, rulesOfHandler } from './policy.js';

export interface RoutePolicy {
  /** `POST /scans`, without the prefix. */
  readonly route: string;
  readonly handler: string;
  /** `undefined` = closed to everyone: somebody forgot to decide. */
  readonly policy: RouteRules['policy'];
  readonly beforePasswordChange: boolean;
  readonly takes: RouteRules['takes'];
}

/** Every route with who may reach it, as the guard sees it. */
@Injectable()
export class RoutePolicies {
  constructor(private readonly discovery: DiscoveryService) {}

  all(): RoutePolicy[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      const controller = metatype as Type<Record<string, object>>;
      return new MetadataScanner()
        .getAllMethodNames(controller.prototype)
        .filter((method) => Reflect.hasMetadata(METHOD_METADATA, controller.prototype[method]!))
        .map((method) => this.describe(controller, method, controller.prototype[method]!));
    });
  }

  private describe(controller: object, method: string, handler: object): RoutePolicy {
    const { policy, beforePasswordChange = false, takes } = rulesOfHandler(handler);
    const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!;
    const path = [Reflect.getMetadata(PATH_METADATA, controller), Reflect.getMetadata(PATH_METADATA, handler)]
      .map((part) => String(part).replace(/^\/|\/$/g, ''))
      .filter(Boolean)
      .join('/');
    return {
      route: `${verb} /${path}`,
      handler: `${(controller as { name: string }).name}.${method}`,
      policy,
      beforePasswordChange,
      takes,
    };
  }
}
