import { describeValue } from "../../text/describe-value.ts";
import { printable, quoted, shown } from "../../text/printable.ts";

/** Named values of another process, of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** An answer of a server: its data, by its type. */
export interface Message {
  readonly type: string;
  readonly data: Fields;
}

/** What the server says instead of an answer. */
export class ServerError extends Error {
  /** One of OpenEnv's, such as "EXECUTION_ERROR". */
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Reads an answer of a server.
 *
 * @param expected the type of the answer
 * @returns its data
 * @throws ServerError if it is an error of the server's
 * @throws TypeError if it is no answer of that type; the message says what it is
 */
export function readMessage(text: string, expected: string): Fields {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    throw new TypeError(`the server's answer is no JSON: ${quoted(text)}`);
  }
  const { type, data } = fieldsOf("the server's answer", message);
  if (type === "error") throw serverError(fieldsOf("the server's error: data", data));
  if (type !== expected)
    throw new TypeError(`the server's answer: expected the type "${expected}", found ${shown(type)}`);
  return fieldsOf("the server's answer: data", data);
}

function serverError({ message, code, errors }: Fields): ServerError {
  const details = errors === undefined ? "" : `: ${shown(errors)}`;
  const said = `${printable(String(message), 500)} (${printable(String(code))})${details}`;
  return new ServerError(`the server answers with an error: ${said}`, String(code));
}

/** @throws TypeError if the value is no object */
export function fieldsOf(name: string, value: unknown): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new TypeError(`${name}: expected an object, found ${describeValue(value)}`);
}

/** @throws TypeError if the field is no array of that length */
export function listOf(fields: Fields, name: string, length: number): readonly unknown[] {
  const value = fields[name];
  if (Array.isArray(value) && value.length === length) return value;
  throw new TypeError(`${name}: expected an array of ${length}, found ${describeValue(value)}`);
}

/** @throws TypeError if the value is neither true nor false */
export function flagOf(name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new TypeError(`${name}: expected true or false, found ${describeValue(value)}`);
}
