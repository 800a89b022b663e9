import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { RequestError } from "../request-error.js";

/** Nobody guesses it: 128 random bits. */
export function newToken(): string {
  return randomBytes(16).toString("base64url");
}

/** Lets in who opened the address with the token once: from then on a cookie has it, which no script and no other site gets. */
export class TokenGuard {
  readonly #token: string;
  /** Another one for each server, since cookies of all ports are one's. */
  readonly #cookie: string;

  constructor(token: string) {
    this.#token = token;
    this.#cookie = `shac-${createHash("sha256").update(token).digest("hex").slice(0, 8)}`;
  }

  /** Gives the cookie for the token in the address, and the address without it, so that it stays in no history. */
  readonly admit: MiddlewareHandler = async (context, next) => {
    const token = context.req.query("token");
    if (token === undefined || !this.#isRight(token)) return next();
    setCookie(context, this.#cookie, this.#token, { httpOnly: true, sameSite: "Strict", path: "/" });
    return context.redirect("./", 303);
  };

  readonly require: MiddlewareHandler = async (context, next) => {
    if (!this.#isRight(this.#given(context))) {
      throw new RequestError(
        401,
        "wrong-token",
        "The token is missing or wrong; open the address that was printed when this dashboard was started.",
      );
    }
    await next();
  };

  #given(context: Context): string {
    return getCookie(context, this.#cookie) ?? "";
  }

  #isRight(token: string): boolean {
    const [given, right] = [token, this.#token].map((text) => createHash("sha256").update(text).digest());
    return timingSafeEqual(given as Buffer, right as Buffer);
  }
}
