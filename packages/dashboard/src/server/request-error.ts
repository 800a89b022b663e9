import { ShacError } from "@shac/core";

/** Something about a request that cannot be answered; the page shows the message. */
export class RequestError extends ShacError {
  readonly status: 400 | 401 | 403 | 404 | 405 | 503;

  constructor(status: RequestError["status"], code: string, message: string) {
    super(code, message);
    this.status = status;
  }
}

/** A part of the query that cannot be. */
export function invalidQuery(message: string): RequestError {
  return new RequestError(400, "invalid-query", message);
}
