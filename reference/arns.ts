/** The account that everything here belongs to. */
const ACCOUNT = '123456789012';

/** The ARN of a domain. */
export function domainArn(region: string, domain: string): string {
  return `arn:${partitionOf(region)}:swf:${region}:${ACCOUNT}:/domain/${domain}`;
}

/** Regions of China and of the US government are partitions of their own. */
function partitionOf(region: string): string {
  const prefix = ['cn', 'us-gov'].find((one) => region.startsWith(`${one}-`));
  return prefix === undefined ? 'aws' : `aws-${prefix}`;
}
