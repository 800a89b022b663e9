import type { MiddlewareHandler } from "hono";
import { RequestError } from "../request-error.js";

/** No request changes anything. */
export const onlyReads: MiddlewareHandler = async (context, next) => {
  const { method } = context.req;
  if (method !== "GET" && method !== "HEAD") {
    context.header("Allow", "GET, HEAD");
    throw new RequestError(405, "read-only", `${method} is refused: a dashboard only shows studies. Use GET.`);
  }
  await next();
};
