import ipaddr from 'ipaddr.js';

const NETWORK_GROUPS = 4;

/** What one subscriber has: a single address of IPv4, but the whole /64 network of an address of IPv6. What is no address stays as it is. */
export function subscriberOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const { parts } = parsed as ipaddr.IPv6;
  return `${parts
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}
