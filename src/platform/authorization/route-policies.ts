import { Injectable, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { BEFORE_PASSWORD_CHANGE, POLICY, type Policy, PUBLIC } from './policy.js';

export interface RoutePolicy {
  /** `POST /scans`, without the prefix. */
  readonly route: string;
  readonly handler: string;
  /** `undefined` = closed to everyone: somebody forgot to decide. */
  readonly policy: 'public' | Policy | undefined;
  readonly beforePasswordChange: boolean;
}

/** Every route with who may reach it, as the guard sees it. */
@Injectable()
export class RoutePolicies {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  all(): RoutePolicy[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      const prototype = metatype?.prototype as Record<string, object> | undefined;
      if (!metatype || !prototype) return [];
      return new MetadataScanner()
        .getAllMethodNames(prototype)
        .filter((method) => Reflect.hasMetadata(METHOD_METADATA, prototype[method]!))
        .map((method) => this.describe(metatype, method, prototype[method]!));
    });
  }

  private describe(controller: object, method: string, handler: object): RoutePolicy {
    const targets = [handler, controller] as never[];
    const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!;
    const path = [Reflect.getMetadata(PATH_METADATA, controller), Reflect.getMetadata(PATH_METADATA, handler)]
      .map((part) => String(part).replace(/^\/|\/$/g, ''))
      .filter(Boolean)
      .join('/');
    return {
      route: `${verb} /${path}`,
      handler: `${(controller as { name: string }).name}.${method}`,
      policy: this.reflector.getAllAndOverride<boolean>(PUBLIC, targets) ? 'public' : this.reflector.getAllAndOverride<Policy>(POLICY, targets),
      beforePasswordChange: this.reflector.getAllAndOverride<boolean>(BEFORE_PASSWORD_CHANGE, targets) ?? false,
    };
  }
}
