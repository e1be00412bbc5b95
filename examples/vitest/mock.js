// Change: your mock in place of this one, as msw handlers or as a function (Request) => Response | Promise<Response>.
import { referenceHandlers } from 'swf-conformance';

export const { handlers } = referenceHandlers({ pollHoldSeconds: 2 });
