/** @param proxies how many stand in front: the address that the outermost of them saw is the client's, what it was sent may be made up */
export function trustedProxies(proxies: number): false | ((address: string, hop: number) => boolean) {
  return proxies > 0 && ((_address, hop) => hop < proxies);
}
