const SWF = 'com.amazonaws.swf.base.model';
const CORAL = 'com.amazon.coral';

/** A refusal as the wire shows it: an HTTP status, a `__type`, and a text. */
export class Fault extends Error {
  readonly type: string;
  readonly status: number;
  /** The member that carries the text: `message`, but `Message` on a SerializationException (like DynamoDB). */
  readonly textMember: 'message' | 'Message';

  constructor(type: string, text: string, status = 400, textMember: 'message' | 'Message' = 'message') {
    super(text);
    this.type = type;
    this.status = status;
    this.textMember = textMember;
  }
}

/** A fault of the SWF model, such as UnknownResourceFault (namespace: live 2022). */
export function swfFault(name: string, text: string): Fault {
  return new Fault(`${SWF}#${name}`, text);
}

/** A member is missing, or its value is out of bounds (namespace and wording: live). */
export function validationFault(problems: string[]): Fault {
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  return new Fault(`${CORAL}.validate#ValidationException`, `${count} detected: ${problems.join('; ')}`);
}

/** A request that is well-formed and makes no sense, such as a token that was never given out. */
export function invalid(text: string): Fault {
  return new Fault(`${CORAL}.validate#ValidationException`, text);
}

/** The body is no JSON, or a member has another JSON type than the model's. */
export function serializationFault(text: string): Fault {
  return new Fault(`${CORAL}.service#SerializationException`, text, 400, 'Message');
}

/** Too many requests (live). */
export function throttlingFault(): Fault {
  return new Fault(`${CORAL}.availability#ThrottlingException`, 'Rate exceeded');
}

/** Faults of the service framework: UnknownOperationException, AccessDeniedException and their like. */
export function serviceFault(name: string, text: string, status = 400): Fault {
  return new Fault(`${CORAL}.service#${name}`, text, status);
}
