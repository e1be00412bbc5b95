import { type Fault, serializationFault, validationFault } from './faults.ts';
import { inputs, type Shape, type Structure } from './inputs.ts';
import type { JsonObject } from './model.ts';

type Text = Extract<Shape, { kind: 'text' }>;

/**
 * The lowest layer of the service: reads what an operation is asked, against the API model.
 *
 * The service is one object in layers, a file each: every file adds the part of SWF that its name says to the one
 * before, so that each behaviour is one method, and a subclass of ReferenceService can change it alone.
 */
export class Requests {
  /** Whether there is such an operation. */
  serves(operation: string): boolean {
    return Object.hasOwn(inputs, operation);
  }

  /** The operation's input, without nulls and members that the model lacks. Throws the fault that refuses it. */
  readInput(operation: string, body: unknown): JsonObject {
    const shape = inputs[operation] ?? { kind: 'structure', members: {}, required: [] };
    const problems: string[] = [];
    const input = this.readStructure(body, shape, '', problems);
    if (problems.length > 0) {
      throw this.refusal(problems);
    }
    return input;
  }

  /** The fault for members that break a constraint. */
  refusal(problems: string[]): Fault {
    return validationFault(problems);
  }

  /** The fault for a member of another JSON type than the model's. */
  wrongType(value: unknown, wanted: string): Fault {
    if (typeof value === 'object' && value !== null) {
      return serializationFault('Start of structure or list found where not expected.');
    }
    const found = typeof value === 'boolean' ? String(value) : typeof value;
    return serializationFault(`${found.toUpperCase()}_VALUE can not be converted to ${wanted}`);
  }

  /** An optional member that is null counts as absent. */
  isAbsent(value: unknown): boolean {
    return value === undefined || value === null;
  }

  /** The length that the model bounds: characters, so that an emoji is one. */
  lengthOf(text: string): number {
    return [...text].length;
  }

  /** Why a task list may not be called that, if so. */
  taskListNameProblem(name: string): string | undefined {
    return this.nameProblem(name);
  }

  /** The naming prose of the documentation, which the model does not have. */
  nameProblem(name: string): string | undefined {
    if (/^\p{White_Space}|\p{White_Space}$/u.test(name)) {
      return 'Member must not start or end with whitespace';
    }
    if (/[:/|]/.test(name)) {
      return "Member must not contain ':', '/' or '|'";
    }
    if (/[\u0000-\u001f\u007f-\u009f]/.test(name)) {
      return 'Member must not contain control characters';
    }
    if (name === 'arn') {
      return "Member must not be 'arn'";
    }
    return undefined;
  }

  private readStructure(value: unknown, shape: Structure, at: string, problems: string[]): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.wrongType(value, 'a structure');
    }
    const read: JsonObject = {};
    for (const [name, member] of Object.entries(shape.members)) {
      const path = at === '' ? name : `${at}.${name}`;
      const given: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
      if (!this.isAbsent(given)) {
        read[name] = this.read(given, member, path, problems);
      } else if (shape.required.includes(name)) {
        problems.push(`Value null at '${path}' failed to satisfy constraint: Member must not be null`);
      }
    }
    return read;
  }

  private read(value: unknown, shape: Shape, at: string, problems: string[]): unknown {
    switch (shape.kind) {
      case 'structure':
        return this.readStructure(value, shape, at, problems);
      case 'list':
        return this.readList(value, shape.of, shape.max, at, problems);
      case 'text':
        return this.readText(value, shape, at, problems);
      case 'integer':
        if (!Number.isInteger(value)) {
          throw this.wrongType(value, 'Integer');
        }
        if (Number(value) < shape.min || Number(value) > shape.max) {
          problems.push(this.problem(value, at, `Member must be between ${shape.min} and ${shape.max}`));
        }
        return value;
      case 'boolean':
        if (typeof value !== 'boolean') {
          throw this.wrongType(value, 'Boolean');
        }
        return value;
    }
  }

  private readList(
    value: unknown,
    of: Shape,
    max: number | undefined,
    at: string,
    problems: string[],
  ): unknown[] {
    if (!Array.isArray(value)) {
      throw this.wrongType(value, 'a list');
    }
    if (max !== undefined && value.length > max) {
      problems.push(this.problem('[…]', at, `Member must have length less than or equal to ${max}`));
    }
    return value.map((item, index) => this.read(item, of, `${at}.${index + 1}.member`, problems));
  }

  /** A text member's value. Numbers are never read as text. */
  readText(value: unknown, shape: Text, at: string, problems: string[]): string {
    if (typeof value !== 'string') {
      throw this.wrongType(value, 'String');
    }
    const constraint = this.textProblem(value, shape);
    if (constraint !== undefined) {
      problems.push(this.problem(value, at, constraint));
    }
    return value;
  }

  private textProblem(text: string, shape: Text): string | undefined {
    const length = this.lengthOf(text);
    if (shape.min !== undefined && length < shape.min) {
      return `Member must have length greater than or equal to ${shape.min}`;
    }
    if (shape.max !== undefined && length > shape.max) {
      return `Member must have length less than or equal to ${shape.max}`;
    }
    if (shape.values !== undefined && !shape.values.includes(text)) {
      return `Member must satisfy enum value set: [${shape.values.join(', ')}]`;
    }
    switch (shape.format) {
      case 'name':
        return this.nameProblem(text);
      case 'taskList':
        return this.taskListNameProblem(text);
      case 'duration':
        return /^(\d+|NONE)$/.test(text) ? undefined : 'Member must be a number of seconds or NONE';
      case 'priority':
        return isPriority(text) ? undefined : 'Member must be an integer of 32 bits';
      default:
        return undefined;
    }
  }

  private problem(value: unknown, at: string, constraint: string): string {
    return `Value '${value}' at '${at}' failed to satisfy constraint: ${constraint}`;
  }
}

function isPriority(text: string): boolean {
  return /^-?\d+$/.test(text) && Number(text) === (Number(text) | 0);
}
