import type { DiscoveryService } from '@nestjs/core';

/** Every provider that carries the decorator, with what it was decorated with. */
export function decorated<Provider, Options>(
  discovery: DiscoveryService,
  decorator: { KEY: string },
): { name: string; provider: Provider; options: Options }[] {
  return discovery
    .getProviders()
    .filter((wrapper) => wrapper.metatype && wrapper.instance)
    .flatMap((wrapper) => {
      const options = Reflect.getMetadata(decorator.KEY, wrapper.metatype as object) as Options | undefined;
      return options === undefined
        ? []
        : [{ name: wrapper.name as string, provider: wrapper.instance as Provider, options }];
    });
}
