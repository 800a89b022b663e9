import { ShacError } from "@shac/core";
import type { Context } from "hono";
import type { ApiError } from "../wire.js";
import { RequestError } from "./request-error.js";

/** An error as an answer: what is wrong and how to mend it, and never a stack. */
export function answerError(error: unknown, context: Context): Response {
  if (ShacError.isInstance(error)) {
    const { code, message } = error;
    const answer: ApiError = { error: { code, message } };
    return context.json(answer, statusOf(error), { "Cache-Control": "no-store" });
  }
  // A fault of ours: for whoever runs the server, not for whoever looks at the page.
  process.emitWarning(error instanceof Error ? error : String(error));
  const message = "The dashboard failed at this; the terminal in which it runs says more.";
  const answer: ApiError = { error: { code: "internal", message } };
  return context.json(answer, 500, { "Cache-Control": "no-store" });
}

function statusOf(error: ShacError): RequestError["status"] | 500 {
  if (error instanceof RequestError) return error.status;
  if (error.code === "study-not-found") return 404;
  // A name that no study can have.
  return error.code === "invalid-option" ? 400 : 500;
}
