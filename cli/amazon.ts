/** Where Amazon SWF is in a region, as the AWS SDK knows it. */
export async function amazonEndpoint(region: string): Promise<URL> {
  // Not before it is needed: it is the whole SDK.
  const { SWFClient } = await import('@aws-sdk/client-swf');
  const client = new SWFClient({ region });
  const { url } = client.config.endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false });
  client.destroy();
  return url;
}
