import type { SWFClientConfig } from '@aws-sdk/client-swf';

/**
 * What a client of the SDK else reads from the environment and from ~/.aws/config, where it may be meant for other services: with
 * AWS_USE_FIPS_ENDPOINT=true, or a mode that there is none of, every call throws before anything is sent.
 */
export const sdkSettings: SWFClientConfig = {
  authSchemePreference: [],
  defaultsMode: 'standard',
  maxAttempts: 1,
  retryMode: 'standard',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  userAgentAppId: async () => undefined,
};
